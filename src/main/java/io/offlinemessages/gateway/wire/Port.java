package io.offlinemessages.gateway.wire;

import io.offlinemessages.gateway.hitlane.FreshHits;
import io.offlinemessages.gateway.hitlane.MemoFields;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of one listening port have in common: the API's, or the management port's.
 *
 * @param hits what answers fresh hits right behind the codec; null where all requests go through WebFlux
 * @param memo what the memos of heads know of fields; null where the codec gets all heads
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
        @Nullable MemoFields memo,
        boolean readsContent,
        BooleanSupplier draining) {}
