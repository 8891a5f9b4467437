package io.offlinemessages.gateway.shared;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.offlinemessages.gateway.contract.GatewayMeter;
import io.opentelemetry.api.trace.Tracer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** The meters of the link: its state, the number of replicas, and the round trips. */
final class LinkMeters {

    private final MeterRegistry meters;
    private final Map<Script, Map<String, Timer>> timers = new ConcurrentHashMap<>();
    private final Counter refused;
    private final TripSpans spans;

    /**
     * @param tracer null while tracing is off
     */
    LinkMeters(MeterRegistry meters, @Nullable Tracer tracer) {
        this.meters = meters;
        this.spans = new TripSpans(tracer);
        // Registered at the start, because an alert counts from the first event on.
        this.refused = GatewayMeter.SHARED_SEALED_REFUSED.counter(meters);
    }

    /** Registers the gauges of the link's state and of the replicas. */
    void show(BooleanSupplier up, IntSupplier members) {
        GatewayMeter.SHARED_UP.flag(meters, up);
        GatewayMeter.SHARED_MEMBERS.gauge(meters, members::getAsInt);
    }

    /** The spans of round trips. */
    TripSpans spans() {
        return spans;
    }

    /** Records a round trip that has ended. */
    void ended(Script script, Reply reply, Duration time) {
        timers.computeIfAbsent(script, tag -> new ConcurrentHashMap<>())
                .computeIfAbsent(outcome(reply), tag -> GatewayMeter.SHARED_COMMANDS.timer(meters, script.tag(), tag))
                .record(time);
    }

    /** Counts a stored text that does not open. */
    void sealRefused() {
        refused.increment();
    }

    private static String outcome(Reply reply) {
        return reply instanceof Reply.None none ? none.tag() : "replied";
    }
}
