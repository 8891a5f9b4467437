/**
 * The private cache (RFC 9111) of both routes: stored answers, their freshness, collapsed loads, stale rules (RFC 5861), and details
 * that pages of the list outdate; leans on contract, shared and upstream.
 */
@NullMarked
package io.offlinemessages.gateway.cache;

import org.jspecify.annotations.NullMarked;
