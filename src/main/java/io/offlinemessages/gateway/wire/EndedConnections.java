package io.offlinemessages.gateway.wire;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.offlinemessages.gateway.contract.GatewayMeter;

/**
 * The counters of connections that a limit ended, one for each limit.
 *
 * @param tooMany connections over the connection limit
 * @param slowRequest connections whose request did not arrive within the request timeout
 * @param slowReader connections whose client did not receive a response within the write timeout
 * @param memory connections that were ended because their event loop's part of the memory was exceeded
 */
record EndedConnections(RefusedConnections tooMany, Counter slowRequest, Counter slowReader, Counter memory) {

    /** The counters whose tag {@code limit} begins with this prefix. */
    static EndedConnections in(MeterRegistry meters, String prefix) {
        return new EndedConnections(
                new RefusedConnections(GatewayMeter.CONNECTIONS_ENDED.counter(meters, prefix + "connections")),
                GatewayMeter.CONNECTIONS_ENDED.counter(meters, prefix + "request_timeout"),
                GatewayMeter.CONNECTIONS_ENDED.counter(meters, prefix + "write_timeout"),
                GatewayMeter.CONNECTIONS_ENDED.counter(meters, prefix + "memory"));
    }
}
