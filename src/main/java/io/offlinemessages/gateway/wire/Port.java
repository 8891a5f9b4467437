package io.offlinemessages.gateway.wire;

import io.offlinemessages.gateway.hitlane.HitLanes;
import java.util.function.BooleanSupplier;

/**
 * What the connections of one listening port have in common: the API's, or the management port's.
 *
 * @param readsContent whether request content means anything
 * @param draining whether each response is to close its connection
 */
record Port(
        ConnectionLimit connections,
        SharedMemory memory,
        EndedConnections ended,
        RequestIds ids,
        Refusals refusals,
        HitLanes lanes,
        boolean readsContent,
        BooleanSupplier draining) {}
