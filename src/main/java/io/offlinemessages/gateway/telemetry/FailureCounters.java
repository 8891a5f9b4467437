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

/**
 * The counters of error responses, one for each kind of failure, all registered at the start. Each writer of error
 * responses counts them here.
 */
public final class FailureCounters {

    private final Map<FailureKind, Counter> counters = new EnumMap<>(FailureKind.class);

    /** Counters in this registry. Several instances over one registry share their counters. */
    public FailureCounters(MeterRegistry meters) {
        for (FailureKind kind : FailureKind.values()) {
            String fault = kind.fault().name().toLowerCase(Locale.ROOT);
            counters.put(kind, GatewayMeter.FAILURES.counter(meters, kind.tag(), fault));
        }
    }

    /** Counts one error response. */
    public void count(Failure failure) {
        Objects.requireNonNull(counters.get(failure.kind())).increment();
    }
}
