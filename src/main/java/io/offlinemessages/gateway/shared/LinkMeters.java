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

/** What operators see of the link: whether it is up, who is there, and what the round trips come to. */
final class LinkMeters {

    private final MeterRegistry meters;
    private final Map<Script, Map<String, Timer>> timers = new ConcurrentHashMap<>();
    private final Counter refused;
    private final TripSpans spans;

    /**
     * Meters that have counted nothing.
     *
     * @param tracer null while tracing is off
     */
    LinkMeters(MeterRegistry meters, @Nullable Tracer tracer) {
        this.meters = meters;
        this.spans = new TripSpans(tracer);
        // An alert counts these from the first on.
        this.refused = GatewayMeter.SHARED_SEALED_REFUSED.counter(meters);
    }

    /** Shows from now on whether the link is up, and how many are there. */
    void show(BooleanSupplier up, IntSupplier members) {
        GatewayMeter.SHARED_UP.gauge(meters, () -> up.getAsBoolean() ? 1 : 0);
        GatewayMeter.SHARED_MEMBERS.gauge(meters, members::getAsInt);
    }

    /** The spans of round trips. */
    TripSpans spans() {
        return spans;
    }

    /** A round trip is over. */
    void ended(Script script, Reply reply, Duration time) {
        timers.computeIfAbsent(script, tag -> new ConcurrentHashMap<>())
                .computeIfAbsent(outcome(reply), tag -> GatewayMeter.SHARED_COMMANDS.timer(meters, script.tag(), tag))
                .record(time);
    }

    /** Something stored does not open. */
    void sealRefused() {
        refused.increment();
    }

    private static String outcome(Reply reply) {
        return reply instanceof Reply.None none ? none.tag() : "replied";
    }
}
