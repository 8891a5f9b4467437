package io.offlinemessages.gateway.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.GatewayMeter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The counters of error answers, one for each kind, all there from the start; whoever answers with an error counts it here. */
public final class FailureCounters {

    private final Map<FailureKind, Counter> counters = new EnumMap<>(FailureKind.class);

    /** Those of the registry; as many of these as there may be, they count in the same place. */
    public FailureCounters(MeterRegistry meters) {
        for (FailureKind kind : FailureKind.values()) {
            String fault = kind.fault().name().toLowerCase(Locale.ROOT);
            counters.put(kind, GatewayMeter.FAILURES.counter(meters, kind.tag(), fault));
        }
    }

    /** Counts one answer. */
    public void count(Failure failure) {
        Objects.requireNonNull(counters.get(failure.kind())).increment();
    }
}
