package io.offlinemessages.gateway.cache;

import java.util.concurrent.CompletableFuture;

/**
 * A load under way.
 *
 * @param result completes with what it brings, never with an error
 * @param startedAt when it began, in nanoseconds of the cache's ticker
 */
record Load(CompletableFuture<Loaded> result, long startedAt) {}
