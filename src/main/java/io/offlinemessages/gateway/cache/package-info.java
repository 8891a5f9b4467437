/**
 * The private cache (RFC 9111) of both routes: stored answers, their freshness, collapsed loads, stale rules (RFC 5861), and what pages
 * of the list reveal about stored details; leans on contract, shared and upstream.
 */
@NullMarked
package io.offlinemessages.gateway.cache;

import org.jspecify.annotations.NullMarked;
