package io.offlinemessages.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The extremes of each property: the start is refused with a sentence, or the gateway works. */
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExtremesIT {

    /** How a gateway with so little time and room, or so few calls, may answer. */
    private static final Set<Integer> DOCUMENTED = Set.of(200, 408, 429, 502, 503, 504);

    /** One beyond the least and one beyond the most that is allowed, and pairs that contradict each other. */
    static final List<String> REFUSED = """
            gateway.upstream.connect-timeout=0ms
            gateway.upstream.connect-timeout=61m
            gateway.upstream.response-timeout=0ms
            gateway.upstream.response-timeout=61m
            gateway.upstream.deadline=0ms
            gateway.upstream.deadline=61m
            gateway.upstream.connect-timeout=2s gateway.upstream.response-timeout=1s gateway.upstream.deadline=1s
            gateway.upstream.response-timeout=2s gateway.upstream.connect-timeout=1s gateway.upstream.deadline=1s
            gateway.upstream.max-body=0B
            gateway.upstream.max-body=-1B
            gateway.upstream.max-body=65MB
            gateway.upstream.requests-per-minute=-1
            gateway.upstream.requests-per-minute=1000001
            gateway.access.verified-ttl=0s
            gateway.access.verified-ttl=-1s
            gateway.access.verified-ttl=25h
            gateway.cache.ttl=-1s
            gateway.cache.ttl=31d
            gateway.cache.stale-while-revalidate=-1s
            gateway.cache.stale-while-revalidate=31d
            gateway.cache.stale-if-error=-1s
            gateway.cache.stale-if-error=31d
            gateway.cache.not-found-ttl=-1s
            gateway.cache.not-found-ttl=31d
            gateway.cache.maximum-size=-1B
            gateway.cache.maximum-size=1TB
            gateway.limits.requests-per-minute=-1
            gateway.limits.requests-per-minute=1000001
            gateway.limits.failed-logins-per-user=-1
            gateway.limits.failed-logins-per-user=1000001
            gateway.limits.failed-logins-per-address=-1
            gateway.limits.failed-logins-per-address=1000001
            gateway.limits.requests-in-flight=0
            gateway.limits.requests-in-flight=1000001
            gateway.limits.connections=0
            gateway.limits.connections=1000001
            gateway.limits.connections-per-address=0
            gateway.limits.connections-per-address=1000001
            gateway.limits.request-timeout=99ms
            gateway.limits.request-timeout=61m
            gateway.limits.write-timeout=99ms
            gateway.limits.write-timeout=61m
            gateway.request-id-header=X Request
            gateway.trusted-proxies=proxy.example
            gateway.trusted-proxies=10.0.0.0/33
            gateway.cache.list.ttl=-1s
            gateway.cache.list.stale-while-revalidate=31d
            gateway.cache.list.stale-if-error=31d
            gateway.drain.delay=-1s
            gateway.drain.delay=11m
            gateway.drain.delay=2s spring.lifecycle.timeout-per-shutdown-phase=1s
            server.port=-1
            server.port=65536
            server.netty.idle-timeout=99ms
            server.netty.idle-timeout=61m
            server.netty.max-keep-alive-requests=0
            server.netty.max-keep-alive-requests=-2
            server.netty.max-initial-line-length=255B
            server.netty.max-initial-line-length=65KB
            server.max-http-request-header-size=255B
            server.max-http-request-header-size=65KB
            management.tracing.sampling.probability=1.1 management.tracing.export.enabled=true \
            management.opentelemetry.tracing.export.otlp.endpoint=http://127.0.0.1:9/v1/traces
            resilience4j.circuitbreaker.configs.default.sliding-window-size=0
            resilience4j.circuitbreaker.configs.default.minimum-number-of-calls=0
            resilience4j.circuitbreaker.configs.default.failure-rate-threshold=0
            resilience4j.circuitbreaker.configs.default.failure-rate-threshold=101
            resilience4j.circuitbreaker.configs.default.slow-call-rate-threshold=0
            resilience4j.circuitbreaker.configs.default.slow-call-rate-threshold=101
            resilience4j.circuitbreaker.configs.default.slow-call-duration-threshold=0s
            resilience4j.circuitbreaker.configs.default.wait-duration-in-open-state=0s
            resilience4j.circuitbreaker.configs.default.permitted-number-of-calls-in-half-open-state=0
            resilience4j.retry.configs.default.max-attempts=0
            resilience4j.retry.configs.default.wait-duration=-1ms
            resilience4j.retry.configs.default.randomized-wait-factor=1
            resilience4j.retry.configs.default.exponential-backoff-multiplier=0.9
            resilience4j.bulkhead.instances.upstream.max-concurrent-calls=0
            resilience4j.bulkhead.instances.list.max-concurrent-calls=0
            spring.cloud.gateway.server.webflux.httpclient.pool.max-connections=1 \
            resilience4j.bulkhead.instances.upstream.max-concurrent-calls=2
            resilience4j.bulkhead.instances.upstream.max-wait-duration=1ms
            spring.cloud.gateway.server.webflux.httpclient.max-header-size=2GB
            spring.cloud.gateway.server.webflux.httpclient.max-initial-line-length=0B
            """.lines().toList();

    /** The least and the most that is allowed of all properties at once. */
    static final List<String> WORKS = """
            gateway.upstream.connect-timeout=1ms gateway.upstream.response-timeout=1ms gateway.upstream.deadline=1ms \
            gateway.upstream.max-body=1B gateway.upstream.requests-per-minute=1 gateway.access.verified-ttl=1ms \
            gateway.cache.ttl=0s gateway.cache.stale-while-revalidate=0s gateway.cache.stale-if-error=0s \
            gateway.cache.not-found-ttl=0s gateway.cache.list.ttl=0s gateway.cache.list.stale-while-revalidate=0s \
            gateway.cache.list.stale-if-error=0s gateway.cache.maximum-size=0B gateway.limits.requests-per-minute=1 \
            gateway.limits.failed-logins-per-user=1 gateway.limits.failed-logins-per-address=1 \
            gateway.limits.requests-in-flight=1 gateway.limits.connections=1 gateway.limits.connections-per-address=1 \
            gateway.limits.request-timeout=100ms gateway.limits.write-timeout=100ms gateway.request-id-header= \
            gateway.drain.delay=0s server.netty.idle-timeout=100ms server.netty.max-keep-alive-requests=1 \
            server.netty.max-initial-line-length=256B server.max-http-request-header-size=256B \
            resilience4j.circuitbreaker.configs.default.sliding-window-size=1 \
            resilience4j.circuitbreaker.configs.default.minimum-number-of-calls=1 \
            resilience4j.circuitbreaker.configs.default.failure-rate-threshold=1 \
            resilience4j.circuitbreaker.configs.default.slow-call-rate-threshold=1 \
            resilience4j.circuitbreaker.configs.default.permitted-number-of-calls-in-half-open-state=1 \
            resilience4j.retry.configs.default.max-attempts=1 \
            resilience4j.bulkhead.instances.upstream.max-concurrent-calls=1 \
            spring.cloud.gateway.server.webflux.httpclient.pool.max-connections=1
            gateway.upstream.connect-timeout=1h gateway.upstream.response-timeout=1h gateway.upstream.deadline=1h \
            gateway.upstream.requests-per-minute=1000000 gateway.access.verified-ttl=1d \
            gateway.cache.ttl=30d gateway.cache.stale-while-revalidate=30d gateway.cache.stale-if-error=30d \
            gateway.cache.not-found-ttl=30d gateway.cache.list.ttl=30d gateway.cache.list.stale-while-revalidate=30d \
            gateway.cache.list.stale-if-error=30d gateway.limits.requests-per-minute=1000000 \
            gateway.limits.failed-logins-per-user=1000000 gateway.limits.failed-logins-per-address=1000000 \
            gateway.limits.requests-in-flight=1000000 gateway.limits.connections=1000000 \
            gateway.limits.connections-per-address=1000000 gateway.limits.request-timeout=1h \
            gateway.limits.write-timeout=1h server.netty.idle-timeout=1h server.netty.max-keep-alive-requests=2147483647 \
            server.netty.max-initial-line-length=64KB server.max-http-request-header-size=64KB \
            gateway.trusted-proxies=0.0.0.0/0,::/0 \
            resilience4j.circuitbreaker.configs.default.failure-rate-threshold=100 \
            resilience4j.circuitbreaker.configs.default.slow-call-rate-threshold=100
            gateway.upstream.requests-per-minute=0 gateway.limits.requests-per-minute=0 \
            gateway.limits.failed-logins-per-user=0 gateway.limits.failed-logins-per-address=0 \
            gateway.limits.connections=1 gateway.limits.connections-per-address=1000000 gateway.cache.ttl=0s \
            gateway.cache.stale-while-revalidate=30d gateway.cache.maximum-size=1B \
            gateway.upstream.max-body=64MB resilience4j.bulkhead.instances.upstream.max-concurrent-calls=1
            """.lines().toList();

    private final SandboxUpstream sandbox = new SandboxUpstream();

    @AfterAll
    void stop() {
        sandbox.close();
    }

    @ParameterizedTest
    @FieldSource("REFUSED")
    void beyond_what_is_allowed_the_start_is_refused_with_a_sentence(String properties, CapturedOutput output) {
        assertThatThrownBy(() -> start(properties)).isNotNull();
        String named = properties.substring(0, properties.indexOf('='));
        assertThat(output.getOut()).contains("APPLICATION FAILED TO START");
        assertThat(output.getOut().substring(output.getOut().indexOf("Description:")))
                .matches("(?s).*" + named.replace(".", "\\.") + "(\\[0])? is \"[^\"]*\"; it must be .*\\..*");
        assertThat(output.getAll()).doesNotContain("\tat ");
    }

    @ParameterizedTest
    @FieldSource("WORKS")
    void within_it_the_gateway_works(String properties) {
        try (var gateway = start(properties)) {
            for (String target :
                    List.of("/api/offlinemessages/744", "/api/offlinemessages/", "/api/offlinemessages/740")) {
                assertThat(RawConnection.get(gateway.port(), target, "john").status())
                        .as(target)
                        .isIn(DOCUMENTED);
            }
            for (String target : List.of("/actuator/health/liveness", "/actuator/prometheus", "/actuator/info")) {
                assertThat(RawConnection.manage(gateway.managementPort(), target)
                                .status())
                        .as(target)
                        .isEqualTo(200);
            }
        }
    }

    private RunningGateway start(String properties) {
        return new RunningGateway(
                sandbox.gatewayProperties(),
                Stream.concat(
                                Stream.of("--server.port=0"),
                                Arrays.stream(properties.split(" (?=[a-z0-9.-]+=)"))
                                        .map(property -> "--" + property))
                        .toArray(String[]::new));
    }
}
