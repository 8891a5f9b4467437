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
 */
record EndedConnections(Counter tooMany, Counter slowRequest, Counter slowReader) {

    static EndedConnections in(MeterRegistry meters) {
        return new EndedConnections(
                GatewayMeter.CONNECTIONS_ENDED.counter(meters, "connections"),
                GatewayMeter.CONNECTIONS_ENDED.counter(meters, "request_timeout"),
                GatewayMeter.CONNECTIONS_ENDED.counter(meters, "write_timeout"));
    }
}
