/** The whole gateway over real sockets. */
@NullMarked
package io.offlinemessages.gateway.e2e;

import org.jspecify.annotations.NullMarked;
