package io.offlinemessages.gateway.wire;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.offlinemessages.gateway.contract.GatewayMeter;

/**
 * Counts the connections that a limit has ended.
 *
 * @param tooMany one more than may be open
 * @param slowRequest a request that did not arrive in time
 * @param slowReader an answer that was not taken in time
 * @param memory more waited on it than on others, when all together had too much
 */
record EndedConnections(RefusedConnections tooMany, Counter slowRequest, Counter slowReader, Counter memory) {

    /** The counters whose limits have this prefix. */
    static EndedConnections in(MeterRegistry meters, String prefix) {
        return new EndedConnections(
                new RefusedConnections(GatewayMeter.CONNECTIONS_ENDED.counter(meters, prefix + "connections")),
                GatewayMeter.CONNECTIONS_ENDED.counter(meters, prefix + "request_timeout"),
                GatewayMeter.CONNECTIONS_ENDED.counter(meters, prefix + "write_timeout"),
                GatewayMeter.CONNECTIONS_ENDED.counter(meters, prefix + "memory"));
    }
}
