package io.offlinemessages.gateway.wire;

import io.offlinemessages.gateway.hitlane.FreshHits;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of one listening port have in common: the API's, or the management port's.
 *
 * @param hits what answers fresh hits right behind the codec; null where all requests go through WebFlux
 * @param readsContent whether request content means anything
 * @param draining whether each response is to close its connection
 */
record Port(
        ConnectionLimit connections,
        SharedMemory memory,
        EndedConnections ended,
        RequestIds ids,
        Refusals refusals,
        @Nullable FreshHits hits,
        boolean readsContent,
        BooleanSupplier draining) {}
