package io.offlinemessages.gateway.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Tells of refusals that are written next to the codec what WebFlux and its filters tell of others: meters and a log line. */
public final class WireRefusals {

    private final FailureCounters failures;
    private final RequestTimers timers;
    private final AccessLog accessLog;

    WireRefusals(MeterRegistry meters, RequestTimers timers, AccessLog accessLog) {
        this.failures = new FailureCounters(meters);
        this.timers = timers;
        this.accessLog = accessLog;
    }

    /** Counts an error that is told of elsewhere. */
    public void count(Failure failure) {
        failures.count(failure);
    }

    /**
     * Tells of one refusal. Never blocks.
     *
     * @param method the method token as the caller sent it, null where none arrived
     * @param requestId the id that the answer carries
     * @param nanos how long the request took, in nanoseconds
     */
    public void refused(@Nullable String method, String requestId, Failure failure, long nanos) {
        failures.count(failure);
        timers.unrouted(method, failure.status()).record(nanos, TimeUnit.NANOSECONDS);
        // One connection too many is told of in one line for all of a second.
        if (accessLog.isOn() && failure.kind() != FailureKind.TOO_MANY_CONNECTIONS) {
            RequestContext context = RequestContext.unread(requestId);
            context.failed(failure.kind());
            accessLog.log(method, failure.status(), nanos, context);
        }
    }
}
