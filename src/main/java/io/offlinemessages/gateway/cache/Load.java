package io.offlinemessages.gateway.cache;

import java.util.concurrent.CompletableFuture;

/**
 * A load under way.
 *
 * @param result completes with what it brings, never with an error
 * @param standing that of its account when it began
 * @param startedAt when it began, in nanoseconds of the cache's ticker
 */
record Load(CompletableFuture<Loaded> result, Standing standing, long startedAt) {}
