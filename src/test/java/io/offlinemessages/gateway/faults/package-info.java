/** Every fault of the upstream and of the way to it, and what callers get meanwhile and afterwards. */
@NullMarked
package io.offlinemessages.gateway.faults;

import org.jspecify.annotations.NullMarked;
