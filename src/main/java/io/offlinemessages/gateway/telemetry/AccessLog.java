package io.offlinemessages.gateway.telemetry;

import io.offlinemessages.gateway.admission.Decision.Claim;
import io.offlinemessages.gateway.contract.Sha256;
import io.offlinemessages.gateway.telemetry.AccessLogProperties.CallerName;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import org.springframework.http.HttpMethod;

/**
 * The access log, written by logger {@code access}: one line for each request, with its method, route, status, cache
 * result, cause of an error, duration, caller and ids. Apart from the ids and the hashed name of the caller, a line
 * holds nothing of the request's path, query or header fields.
 */
public final class AccessLog {

    /** The methods that the log and the meters name. */
    static final Set<String> METHODS =
            Stream.of(HttpMethod.values()).map(HttpMethod::name).collect(Collectors.toUnmodifiableSet());

    private static final Logger LOG = LoggerFactory.getLogger("access");

    private final boolean enabled;
    private final CallerName callerName;

    AccessLog(AccessLogProperties properties) {
        this.enabled = properties.enabled();
        this.callerName = properties.caller();
    }

    /** Whether requests get a line. */
    public boolean isOn() {
        return enabled && LOG.isInfoEnabled();
    }

    /**
     * Writes the line of a request that has ended.
     *
     * @param method the method token as the caller sent it; null if none arrived
     * @param status the status code; 0 if the caller left before there was a response
     * @param nanos the duration of the request, in nanoseconds
     */
    public void log(@Nullable String method, int status, long nanos, RequestContext context) {
        String known = method(method);
        String caller = caller(context.caller());
        LoggingEventBuilder line = LOG.atInfo();
        if (status != 0) {
            line = line.addKeyValue("http.response.status_code", status);
        }
        line.addKeyValue("http.request.method", known)
                .addKeyValue("route", context.route())
                .addKeyValue("cache", context.cache())
                .addKeyValue("cause", context.cause())
                .addKeyValue("event.duration", nanos)
                .addKeyValue("caller", caller)
                .addKeyValue("http.request.id", context.requestId())
                .addKeyValue("trace.id", context.span().getTraceId())
                .log(
                        "{} route={} status={} cache={} cause={} duration={}ms caller={} request={} trace={}",
                        known,
                        context.route(),
                        status == 0 ? "cancelled" : status,
                        context.cache(),
                        context.cause(),
                        Duration.ofNanos(nanos).toMillis(),
                        caller,
                        context.requestId(),
                        context.span().getTraceId());
    }

    /**
     * The method as the log names it: {@code -} if none arrived, {@code OTHER} for a method of the caller's own making.
     */
    static String method(@Nullable String method) {
        if (method == null) {
            return "-";
        }
        return METHODS.contains(method) ? method : "OTHER";
    }

    private String caller(@Nullable Claim caller) {
        if (caller == null || callerName == CallerName.OFF) {
            return "-";
        }
        // Unknown names are hashed, too, so that their refusal takes as long as that of known names.
        String hashed = Sha256.ofName(caller.name());
        return caller.known() ? hashed : "unknown";
    }
}
