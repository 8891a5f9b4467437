/**
 * The client of the upstream: connections, credential, circuit breaker, retry, quota, and the normaliser of its responses; leans on
 * contract, shared and watch.
 */
@NullMarked
package io.offlinemessages.gateway.upstream;

import org.jspecify.annotations.NullMarked;
