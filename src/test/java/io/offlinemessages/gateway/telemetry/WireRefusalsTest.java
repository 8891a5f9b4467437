package io.offlinemessages.gateway.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.codec.http.HttpMethod;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.Route;
import io.offlinemessages.gateway.telemetry.AccessLogProperties.CallerName;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class WireRefusalsTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final RequestTimers timers = new RequestTimers(meters);

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "GET,    MALFORMED_REQUEST,    400, GET,     CLIENT_ERROR, GET",
                "-,      REQUEST_TIMEOUT,      408, UNKNOWN, CLIENT_ERROR, -",
                "POST,   CONTENT_TOO_LARGE,    413, POST,    CLIENT_ERROR, POST",
                "HEAD,   URI_TOO_LONG,         414, HEAD,    CLIENT_ERROR, HEAD",
                "SECRET, FIELDS_TOO_LARGE,     431, UNKNOWN, CLIENT_ERROR, OTHER",
                "get,    INTERNAL,             500, UNKNOWN, SERVER_ERROR, OTHER"
            })
    void a_refusal_is_counted_timed_and_logged(
            @Nullable String method,
            FailureKind kind,
            String status,
            String tag,
            String outcome,
            @Nullable String logged,
            CapturedOutput output) {
        refusals(true).refused(method, "order-17", Failure.of(kind), 7_000_000);

        assertThat(failures(kind)).isEqualTo(1);
        Timer timer = meters.get("http.server.requests").timer();
        assertThat(timer.getId().getTags())
                .containsExactlyElementsOf(Tags.of(
                        "cache",
                        "none",
                        "error",
                        "none",
                        "exception",
                        "none",
                        "method",
                        tag,
                        "outcome",
                        outcome,
                        "status",
                        status,
                        "uri",
                        "none"));
        assertThat(timer.count()).isEqualTo(1);
        assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(7);
        assertThat(output.getOut())
                .containsPattern("(^|\\s)" + (logged == null ? "-" : logged) + " route=none status=" + status
                        + " cache=none cause=" + kind.tag()
                        + " duration=7ms caller=- request=order-17 trace=[0-9a-f]{32}\\s")
                .doesNotContain("SECRET");
    }

    @Test
    void connections_over_the_limit_have_no_lines(CapturedOutput output) {
        refusals(true).refused("GET", "order-17", Failure.of(FailureKind.TOO_MANY_CONNECTIONS), 1);

        assertThat(failures(FailureKind.TOO_MANY_CONNECTIONS)).isEqualTo(1);
        assertThat(output.getOut()).doesNotContain("order-17");
    }

    @Test
    void with_the_access_log_off_a_refusal_is_only_counted_and_timed(CapturedOutput output) {
        refusals(false).refused("GET", "order-17", Failure.of(FailureKind.MALFORMED_REQUEST), 1);

        assertThat(failures(FailureKind.MALFORMED_REQUEST)).isEqualTo(1);
        assertThat(meters.get("http.server.requests").timer().count()).isEqualTo(1);
        assertThat(output.getOut()).doesNotContain("order-17");
    }

    @Test
    void all_kinds_of_failures_are_registered_at_the_start_and_counted_in_one_place() {
        var others = new FailureCounters(meters);
        assertThat(meters.find("gateway.failures").counters())
                .hasSameSizeAs(FailureKind.values())
                .allMatch(counter -> counter.count() == 0);

        refusals(false).refused("GET", "order-17", Failure.of(FailureKind.URI_TOO_LONG), 1);
        others.count(Failure.of(FailureKind.URI_TOO_LONG));

        assertThat(failures(FailureKind.URI_TOO_LONG)).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            DETAIL, GET,  200, SUCCESS
            DETAIL, HEAD, 200, SUCCESS
            DETAIL, GET,  304, REDIRECTION
            DETAIL, HEAD, 304, REDIRECTION
            LIST,   GET,  200, SUCCESS
            LIST,   HEAD, 200, SUCCESS
            LIST,   GET,  304, REDIRECTION
            LIST,   HEAD, 304, REDIRECTION
            """)
    void each_kind_of_hit_has_one_timer(Route route, String method, int status, String outcome) {
        Timer timer = timers.hit(route, HttpMethod.valueOf(method), status);

        assertThat(timer.getId().getTags())
                .containsExactlyElementsOf(Tags.of(
                        "cache",
                        "hit",
                        "error",
                        "none",
                        "exception",
                        "none",
                        "method",
                        method,
                        "outcome",
                        outcome,
                        "status",
                        Integer.toString(status),
                        "uri",
                        route.id()));
        assertThat(timers.hit(route, HttpMethod.valueOf(method), status)).isSameAs(timer);
    }

    private WireRefusals refusals(boolean accessLog) {
        return new WireRefusals(meters, timers, new AccessLog(new AccessLogProperties(accessLog, CallerName.HASHED)));
    }

    private double failures(FailureKind kind) {
        Counter counter =
                meters.get("gateway.failures").tag("cause", kind.tag()).counter();
        return counter.count();
    }
}
