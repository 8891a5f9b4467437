/** The limits on callers, and the proxies whose word about client addresses is believed; leans on contract. */
@NullMarked
package io.offlinemessages.gateway.limits;

import org.jspecify.annotations.NullMarked;
