/**
 * The cache of answers: freshness, weight, coalescing and stale rules; leans on contract, shared and upstream.
 */
@NullMarked
package io.offlinemessages.gateway.cache;

import org.jspecify.annotations.NullMarked;
