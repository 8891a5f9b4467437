package io.offlinemessages.gateway.cache;

import io.offlinemessages.gateway.contract.Failure;
import org.jspecify.annotations.Nullable;

/** What a load brought: a message, or else a failure. */
record Loaded(
        @Nullable Representation representation, @Nullable Failure failure, boolean stored) {}
