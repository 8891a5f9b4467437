package io.offlinemessages.gateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.springboot.bulkhead.autoconfigure.BulkheadProperties;
import io.github.resilience4j.springboot.circuitbreaker.autoconfigure.CircuitBreakerProperties;
import io.github.resilience4j.springboot.retry.autoconfigure.RetryProperties;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;

/** Each property of {@code resilience4j.*}: taken, or refused with a sentence. */
class ResilienceSwitchesTest {

    private static final String BREAKER = "resilience4j.circuitbreaker.configs.default.";
    private static final String RETRY = "resilience4j.retry.configs.default.";
    private static final String BULKHEAD = "resilience4j.bulkhead.instances.upstream.";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bulkhead.instances.upstream.max-wait-duration=1ms | is "1ms"; it must be 0: a call that waited would hold up an event loop, and all of its callers.
            bulkhead.instances.upstream.maxWaitDuration=1 | is "1"; it must be 0: a call
            bulkhead.instances.upstream.max-wait-duration=-1s | is "-1s"; it must be 0: a call
            bulkhead.instances.upstream.max-wait-duration=soon | is "soon"; it must be a duration such as
            bulkhead.instances.upstream.max-concurrent-calls=0 | is "0"; it must be a number from 1 to 100000.
            bulkhead.instances.upstream.max-concurrent-calls=-1 | is "-1"; it must be a number from 1
            bulkhead.instances.upstream.max-concurrent-calls=2147483647 | is "2147483647"; it must be a number from 1
            bulkhead.instances.upstream.max-concurrent-calls=2147483648 | is "2147483648"; it must be a whole number.
            bulkhead.instances.upstream.writable-stack-trace-enabled=false | is "***"; it must be left out: nothing here reads it.
            bulkhead.instances.upstream.base-config=default | is "***"; it must be left out
            bulkhead.instances.list.max-concurrent-calls=0 | is "0"; it must be a number from 1 to 100000.
            bulkhead.instances.detail.max-wait-duration=1s | is "1s"; it must be 0: a call that waited would hold up
            bulkhead.instances.other.max-concurrent-calls=1 | is "***"; it must be left out: nothing here reads it.
            bulkhead.configs.default.max-wait-duration=5s | is "***"; it must be left out
            bulkhead.backends.upstream.max-wait-duration=5s | is "***"; it must be left out
            bulkhead.bulkhead-aspect-order=1 | is "***"; it must be left out
            bulkhead.metrics.enabled=false | is "***"; it must be left out
            bulkhead.instances.upstream.max.wait.duration=5s | is "***"; it must be left out
            thread-pool-bulkhead.instances.upstream.max-thread-pool-size=4 | is "***"; it must be left out: calls need no threads; resilience4j.bulkhead.instances.upstream bounds them.
            thread.type=virtual | is "***"; it must be left out: calls need no threads
            scheduled.executor.core-pool-size=4 | is "***"; it must be left out: nothing here needs its threads.
            ratelimiter.instances.list.timeout-duration=5s | is "***"; it must be left out: it would block an event loop; gateway.upstream.requests-per-minute bounds calls.
            timelimiter.instances.list.timeout-duration=5s | is "***"; it must be left out: gateway.upstream.deadline bounds how long a call takes.
            micrometer.timer.instances.list.tag-resolver=x | is "***"; it must be left out
            retrys.instances.list.max-attempts=1 | is "***"; it must be left out: nothing here reads it.
            retry.instances.list.max-attempts=0 | is "0"; it must be a number from 1 to 100.
            retry.configs.default.max-attempts=2147483647 | is "2147483647"; it must be a number from 1 to 100.
            retry.configs.default.wait-duration=0ms | is "0ms"; it must be a duration from 1ms to 1d.
            retry.configs.default.wait-duration=-1s | is "-1s"; it must be a duration
            retry.configs.default.wait-duration=25h | is "25h"; it must be a duration
            retry.configs.default.exponential-backoff-multiplier=0 | is "0"; it must be from 1 to 100.
            retry.configs.default.exponential-backoff-multiplier=101 | is "101"; it must be from 1 to 100.
            retry.configs.default.randomized-wait-factor=1 | is "1"; it must be from 0, below 1.
            retry.configs.default.randomized-wait-factor=-0.1 | is "-0.1"; it must be from 0
            retry.configs.default.enable-randomized-wait=maybe | is "maybe"; it must be true or false.
            retry.configs.default.exponential-max-wait-duration=1s | is "***"; it must be left out
            retry.configs.default.retry-exceptions=java.io.IOException | is "***"; it must be left out
            retry.configs.default.interval-bi-function=a.B | is "***"; it must be left out
            retry.configs.default.max-atempts=2 | is "***"; it must be left out
            retry.configs.patient.max-attempts=2 | is "***"; it must be left out: no instance has the base-config "patient".
            retry.instances.list.base-config=patient | is "patient"; it must be the name of a section below resilience4j.retry.configs.
            circuitbreaker.instances.list.base-config= | is ""; it must be the name of a section below resilience4j.circuitbreaker.configs.
            circuitbreaker.configs.default.sliding-window-type=ROUND | is "ROUND"; it must be one of
            circuitbreaker.configs.default.sliding-window-size=0 | is "0"; it must be a number from 1 to 10000.
            circuitbreaker.configs.default.minimum-number-of-calls=0 | is "0"; it must be a number from 1
            circuitbreaker.configs.default.failure-rate-threshold=0 | is "0"; it must be above 0, at most 100.
            circuitbreaker.configs.default.failure-rate-threshold=101 | is "101"; it must be above 0
            circuitbreaker.configs.default.failure-rate-threshold=NaN | is "NaN"; it must be above 0
            circuitbreaker.instances.detail.slow-call-rate-threshold=0 | is "0"; it must be above 0
            circuitbreaker.configs.default.slow-call-duration-threshold=0s | is "0s"; it must be a duration from 1ms
            circuitbreaker.configs.default.wait-duration-in-open-state=0s | is "0s"; it must be a duration from 1ms
            circuitbreaker.configs.default.max-wait-duration-in-half-open-state=-1s | is "-1s"; it must be a duration from 1ms
            circuitbreaker.configs.default.transition-to-state-after-wait-duration=HALF_OPEN | is "HALF_OPEN"; it must be CLOSED or OPEN
            circuitbreaker.configs.default.permitted-number-of-calls-in-half-open-state=0 | is "0"; it must be a number from 1
            circuitbreaker.configs.default.record-exceptions=java.io.IOException | is "***"; it must be left out
            circuitbreaker.configs.default.event-consumer-buffer-size=10 | is "***"; it must be left out
            circuitbreaker.configs.default.register-health-indicator=true | is "***"; it must be left out
            circuitbreaker.configs.default.initial-state=FORCED_OPEN | is "***"; it must be left out
            circuitbreaker.configs.default.enable-exponential-backoff=true | is "***"; it must be left out
            """)
    void these_properties_are_refused(String property, String sentence) {
        assertThat(sentences(given(property)))
                .singleElement()
                .asString()
                .matches("resilience4j\\.[^ ]+ .*")
                .contains(sentence);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                BULKHEAD + "max-wait-duration=0",
                BULKHEAD + "max-wait-duration=0s",
                BULKHEAD + "max-concurrent-calls=1",
                BULKHEAD + "maxConcurrentCalls=100000",
                "resilience4j.bulkhead.instances.list.max-concurrent-calls=1",
                "resilience4j.bulkhead.instances.detail.maxConcurrentCalls=100000",
                "resilience4j.bulkhead.instances.detail.max-wait-duration=0",
                RETRY + "max-attempts=1",
                RETRY + "max-attempts=100",
                RETRY + "wait-duration=1ms",
                RETRY + "wait-duration=1d",
                RETRY + "enable-randomized-wait=false",
                RETRY + "enable-exponential-backoff=false",
                RETRY + "exponential-backoff-multiplier=1.0",
                RETRY + "randomized-wait-factor=0",
                BREAKER + "sliding-window-type=count-based",
                BREAKER + "sliding-window-size=1",
                BREAKER + "minimum-number-of-calls=1",
                BREAKER + "failure-rate-threshold=100",
                BREAKER + "slow-call-rate-threshold=0.1",
                BREAKER + "slow-call-duration-threshold=1ms",
                BREAKER + "wait-duration-in-open-state=1d",
                BREAKER + "max-wait-duration-in-half-open-state=1s",
                BREAKER + "transition-to-state-after-wait-duration=open",
                BREAKER + "transition-to-state-after-wait-duration=CLOSED",
                BREAKER + "permitted-number-of-calls-in-half-open-state=1",
                BREAKER + "automatic-transition-from-open-to-half-open-enabled=false",
                "resilience4j.circuitbreaker.instances.list.failure-rate-threshold=60",
                "resilience4jx.anything=1",
            })
    void these_properties_are_accepted(String property) {
        assertThat(sentences(given(property))).isEmpty();
    }

    @Test
    void the_base_configuration_of_an_instance_is_accepted_and_checked() {
        var patient = Map.<String, Object>of(
                "resilience4j.retry.instances.list.base-config", "Patient",
                "resilience4j.retry.configs.Patient.max-attempts", "5");
        assertThat(sentences(file(patient))).isEmpty();

        var wrong = new HashMap<>(patient);
        wrong.put("resilience4j.retry.configs.Patient.max-attempts", "0");
        assertThat(sentences(file(wrong)))
                .containsExactly(
                        "resilience4j.retry.configs.patient.max-attempts is \"0\"; it must be a number from 1 to 100.");
    }

    @ParameterizedTest
    @CsvSource({
        "RESILIENCE4J_BULKHEAD_INSTANCES_UPSTREAM_MAXWAITDURATION, 1s, is \"1s\"; it must be 0",
        "RESILIENCE4J_BULKHEAD_INSTANCES_UPSTREAM_MAX_WAIT_DURATION, 1s, is \"1s\"; it must be 0",
        "RESILIENCE4J_BULKHEAD_BACKENDS_UPSTREAM_MAXWAITDURATION, 1s, it must be left out",
        "RESILIENCE4J_THREADPOOLBULKHEAD_INSTANCES_UPSTREAM_QUEUECAPACITY, 1, it must be left out: calls need no threads",
        "RESILIENCE4J_THREAD_POOL_BULKHEAD_INSTANCES_UPSTREAM_QUEUECAPACITY, 1, it must be left out: calls need no",
        "RESILIENCE4J_RETRY_CONFIGS_DEFAULT_MAXATTEMPTS, 0, is \"0\"; it must be a number",
    })
    void a_variable_is_refused_as_well(String variable, String value, String sentence) {
        assertThat(sentences(variables(Map.of(variable, value))))
                .singleElement()
                .asString()
                .contains(sentence);
    }

    @Test
    void variables_of_a_service_of_that_name_are_ignored() {
        assertThat(sentences(variables(Map.of(
                        "RESILIENCE4J_SERVICE_HOST", "10.0.0.1",
                        "RESILIENCE4J_PORT_80_TCP", "tcp://x",
                        "RESILIENCE4J_RETRY_CONFIGS_DEFAULT_MAX_ATTEMPTS", "2"))))
                .isEmpty();
    }

    @Test
    void the_defaults_are_accepted() {
        assertThat(sentences(given("unrelated=1"))).isEmpty();
    }

    /** A name that Resilience4j gives up would be taken, and do nothing. */
    @Test
    void resilience4j_reads_each_supported_name() {
        var read = Map.of(
                "circuitbreaker", CircuitBreakerProperties.InstanceProperties.class,
                "retry", RetryProperties.InstanceProperties.class,
                "bulkhead", BulkheadProperties.InstanceProperties.class);
        ResilienceSwitches.NAMES.forEach((module, names) -> assertThat(names)
                .allSatisfy(name -> assertThat(
                                Objects.requireNonNull(read.get(module)).getMethods())
                        .anyMatch(method -> method.getName().equalsIgnoreCase("set" + name.replace("-", "")))));
    }

    private static List<String> sentences(StandardEnvironment environment) {
        ConfigurationPropertySources.attach(environment);
        return ResilienceSwitches.refusals(environment).stream()
                .map(new ConfigurationAnalyzer()::sentence)
                .toList();
    }

    private static StandardEnvironment given(String property) {
        int end = property.indexOf('=');
        String name = property.substring(0, end);
        boolean whole = name.startsWith("resilience4j") || name.equals("unrelated");
        return file(Map.of(whole ? name : "resilience4j." + name, property.substring(end + 1)));
    }

    private static StandardEnvironment file(Map<String, Object> properties) {
        StandardEnvironment environment = defaults();
        environment.getPropertySources().addFirst(new MapPropertySource("file", properties));
        return environment;
    }

    private static StandardEnvironment variables(Map<String, Object> variables) {
        StandardEnvironment environment = defaults();
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
        return environment;
    }

    private static StandardEnvironment defaults() {
        var environment = new StandardEnvironment();
        try {
            new YamlPropertySourceLoader()
                    .load("defaults", new ClassPathResource("application.yaml"))
                    .forEach(environment.getPropertySources()::addLast);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return environment;
    }
}
