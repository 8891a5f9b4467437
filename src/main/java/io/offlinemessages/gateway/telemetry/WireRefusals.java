package io.offlinemessages.gateway.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The telemetry of refusals that are written next to the codec: the same meters and log line as WebFlux and its filters
 * give other requests.
 */
public final class WireRefusals {

    private final FailureCounters failures;
    private final RequestTimers timers;
    private final AccessLog accessLog;

    WireRefusals(MeterRegistry meters, RequestTimers timers, AccessLog accessLog) {
        this.failures = new FailureCounters(meters);
        this.timers = timers;
        this.accessLog = accessLog;
    }

    /** Counts an error response whose log line and timer are written elsewhere. */
    public void count(Failure failure) {
        failures.count(failure);
    }

    /**
     * Counts, times and logs one refusal. Never blocks.
     *
     * @param method the method token as the caller sent it; null if none arrived
     * @param requestId the id in the response
     * @param nanos the duration of the request, in nanoseconds
     */
    public void refused(@Nullable String method, String requestId, Failure failure, long nanos) {
        failures.count(failure);
        timers.unrouted(method, failure.status()).record(nanos, TimeUnit.NANOSECONDS);
        // RefusedConnections logs the connections over the limit, in one line a second.
        if (accessLog.isOn() && failure.kind() != FailureKind.TOO_MANY_CONNECTIONS) {
            RequestContext context = RequestContext.unread(requestId);
            context.failed(failure.kind());
            accessLog.log(method, failure.status(), nanos, context);
        }
    }
}
