package io.offlinemessages.gateway.wire;

import io.offlinemessages.gateway.hitlane.FreshHits;
import io.offlinemessages.gateway.hitlane.MemoFields;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The parts that all connections of one listening port share; there is one for the API and one for the management port.
 *
 * @param hits answers fresh hits right behind the codec; null if all requests go through WebFlux
 * @param memo the fields that head memos treat specially; null if the codec gets all heads
 * @param readsContent whether request content has a meaning and is passed on
 * @param draining whether each response closes its connection
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
