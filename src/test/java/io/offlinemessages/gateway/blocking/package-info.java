/** What BlockHound, which watches the event loops in every test, lets pass. */
@NullMarked
package io.offlinemessages.gateway.blocking;

import org.jspecify.annotations.NullMarked;
