package io.offlinemessages.gateway.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import io.offlinemessages.gateway.e2e.GatewayProcess;
import io.offlinemessages.gateway.e2e.Scrape;
import io.offlinemessages.gateway.e2e.Vitals;
import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Crowds that take the memory of the packaged gateway, which has the image's flags. While they hold it everybody else is answered;
 * nobody's request is lost without a count; and when they have left, all that they took is there again.
 *
 * <p>One attack alone: {@code ./mvnw verify -Pendurance -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false
 * -Dit.test=MemoryAttackIT#unread_misses_of_2_MB}.
 */
class MemoryAttackIT {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final List<String> EVERYTHING =
            Stream.of(Bystander.API, Bystander.MANAGEMENT).flatMap(List::stream).toList();

    @TempDir
    Path folder;

    private final AttackedUpstream upstream = new AttackedUpstream();

    /** The memory of a pod, of which the heap is half, with a cache and upstream bodies that fit. */
    enum Pod {
        MB_128("-XX:MaxRAM=128m", "16MB", "600KB"),
        MB_512("-XX:MaxRAM=512m", "64MB", "2MB");

        private final String option;
        private final String cache;
        private final String body;

        Pod(String option, String cache, String body) {
            this.option = option;
            this.cache = cache;
            this.body = body;
        }
    }

    /** A test that takes its time, in each pod. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Tag("endurance")
    @Tag("attack")
    @ParameterizedTest
    @EnumSource(Pod.class)
    @interface InEachPod {}

    @BeforeEach
    void needsFiles() {
        assumeThat(descriptors()).as("ulimit -n").isGreaterThan(12_000);
    }

    @AfterEach
    void stop() {
        upstream.close();
    }

    @Test
    @Tag("endurance")
    void for_a_moment_unread_hits_of_60_KB() throws Exception {
        withstand(Attack.LONG_HITS, Pod.MB_128, SHORT, EVERYTHING);
    }

    @InEachPod
    void unread_hits_of_60_KB(Pod pod) throws Exception {
        withstand(Attack.LONG_HITS, pod, LONG, EVERYTHING);
    }

    @InEachPod
    void a_few_unread_hits_of_60_KB_on_each_of_many_connections(Pod pod) throws Exception {
        withstand(Attack.FEW_LONG_HITS_ON_MANY, pod, LONG, EVERYTHING);
    }

    @InEachPod
    void unread_hits_of_2_KB_on_many_connections(Pod pod) throws Exception {
        withstand(Attack.SHORT_HITS_ON_MANY, pod, LONG, EVERYTHING);
    }

    @InEachPod
    void hits_of_which_a_few_bytes_are_read_each_second(Pod pod) throws Exception {
        withstand(Attack.SIPPED_HITS, pod, LONG, EVERYTHING);
    }

    @InEachPod
    void unread_misses_of_2_MB(Pod pod) throws Exception {
        withstand(Attack.LONGEST_MISSES, pod, LONG, EVERYTHING);
    }

    @InEachPod
    void unread_lists_of_2_MB(Pod pod) throws Exception {
        withstand(Attack.LONGEST_LISTS, pod, LONG, EVERYTHING);
    }

    @InEachPod
    void heads_that_do_not_end(Pod pod) throws Exception {
        withstand(Attack.UNFINISHED_HEADS, pod, LONG, EVERYTHING);
    }

    @InEachPod
    void request_lines_that_do_not_end(Pod pod) throws Exception {
        withstand(Attack.UNFINISHED_REQUEST_LINES, pod, LONG, EVERYTHING);
    }

    @InEachPod
    void heads_that_go_on_by_a_byte_each_second(Pod pod) throws Exception {
        withstand(Attack.DRIPPED_HEADS, pod, LONG, EVERYTHING);
    }

    @InEachPod
    void heads_of_many_fields_that_do_not_end(Pod pod) throws Exception {
        withstand(Attack.UNFINISHED_HEADS_OF_MANY_FIELDS, pod, LONG, EVERYTHING);
    }

    @InEachPod
    void heads_of_many_fields_behind_a_miss_that_waits_for_the_upstream(Pod pod) throws Exception {
        withstand(Attack.PIPELINED_HEADS_OF_MANY_FIELDS, pod, LONG, EVERYTHING);
    }

    @InEachPod
    void content_that_comes_with_misses_which_wait_for_the_upstream(Pod pod) throws Exception {
        withstand(Attack.CONTENT_OF_WAITING_MISSES, pod, LONG, EVERYTHING);
    }

    @InEachPod
    void chunks_that_come_with_misses_which_wait_for_the_upstream(Pod pod) throws Exception {
        withstand(Attack.CHUNKS_OF_WAITING_MISSES, pod, LONG, EVERYTHING);
    }

    @InEachPod
    void content_that_goes_on_after_it_was_refused(Pod pod) throws Exception {
        withstand(Attack.CONTENT_THAT_IS_TOO_LARGE, pod, LONG, EVERYTHING);
    }

    @InEachPod
    void bodies_that_the_upstream_has_sent_half(Pod pod) throws Exception {
        withstand(Attack.UPSTREAM_BODIES, pod, LONG, EVERYTHING);
    }

    /** A quarter of 400 is for one address, and a few more than that are told that they are too many. */
    @InEachPod
    void connections_of_one_address(Pod pod) throws Exception {
        try (var gateway = start(pod, "--gateway.limits.connections=400")) {
            var bystander = warm(gateway);
            long lines = linesOfRefusals();
            long start = System.nanoTime();
            double ended = ended(gateway);
            try (var crowd = new Crowd(Attack.CONNECTIONS_OF_ONE_ADDRESS, gateway.port())) {
                await().atMost(PATIENCE).until(() -> {
                    assertServed(bystander, EVERYTHING, crowd);
                    return ended(gateway) - ended >= 300;
                });
                crowd.relent();
                await().atMost(PATIENCE).until(() -> crowd.tally().waiting() == 0);
                assertServed(bystander, EVERYTHING, crowd);
            }
            long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
            assertThat(linesOfRefusals() - lines).as("log lines").isBetween(1L, seconds + 2);
        }
    }

    @InEachPod
    void all_connections_that_the_api_may_have(Pod pod) throws Exception {
        withstand(Attack.ALL_CONNECTIONS, pod, LONG, Bystander.MANAGEMENT, "--gateway.limits.connections=400");
    }

    /** The management port gives a head as much time as the API does, and the API does not mind at all. */
    @InEachPod
    void heads_that_do_not_end_on_the_management_port(Pod pod) throws Exception {
        try (var gateway = start(pod)) {
            var bystander = warm(gateway);
            try (var crowd = new Crowd(Attack.UNFINISHED_HEADS, gateway.managementPort())) {
                await().atMost(PATIENCE).until(() -> {
                    assertServed(bystander, Bystander.API, crowd);
                    return crowd.tally().opened() == Attack.UNFINISHED_HEADS.connections();
                });
                crowd.relent();
                await().atMost(Duration.ofSeconds(30)).until(() -> {
                    assertServed(bystander, Bystander.API, crowd);
                    return crowd.tally().waiting() == 0;
                });
                assertServed(bystander, EVERYTHING, crowd);
            }
        }
    }

    private void withstand(Attack attack, Pod pod, Duration hold, List<String> served, String... properties)
            throws Exception {
        try (var gateway = start(pod, properties)) {
            var bystander = warm(gateway);
            Vitals before = Vitals.of(gateway);
            double ended = ended(gateway);
            try (var crowd = new Crowd(attack, gateway.port())) {
                long start = System.nanoTime();
                do {
                    assertServed(bystander, served, crowd);
                } while (crowd.tally().opened() < attack.connections() || System.nanoTime() - start < hold.toNanos());
                upstream.goOn();
                crowd.relent();
                await().atMost(PATIENCE).until(() -> crowd.tally().waiting() == 0);
                assertThat(crowd.tally().cut())
                        .as("connections that were ended before their answers, of %s", crowd.tally())
                        .isLessThanOrEqualTo((long) (ended(gateway) - ended));
            }
            await().atMost(PATIENCE).until(() -> new Scrape(gateway).sum("gateway_connections", "") == 0);
            assertThat(bystander.ask(EVERYTHING)).isEqualTo(served(EVERYTHING));
            assertReleased(before, Vitals.of(gateway));
        }
    }

    private static void assertServed(Bystander bystander, List<String> kinds, Crowd crowd) {
        assertThat(bystander.ask(kinds)).as("while there are %s", crowd.tally()).isEqualTo(served(kinds));
    }

    private static Map<String, String> served(List<String> kinds) {
        return kinds.stream().collect(Collectors.toMap(Function.identity(), kind -> "200"));
    }

    private static void assertReleased(Vitals before, Vitals after) {
        assertThat(after.direct()).as("MB of direct memory").isLessThan(before.direct() + 16);
        assertThat(after.heap() - after.weight())
                .as("MB of heap beside the cache")
                .isLessThan(before.heap() - before.weight() + 16);
        assertThat(after.files()).as("open files").isLessThan(before.files() + 100);
    }

    private Bystander warm(GatewayProcess gateway) {
        var bystander = new Bystander(gateway);
        assertThat(bystander.detail(AttackedUpstream.LONG)).isEqualTo("200");
        assertThat(bystander.ask(EVERYTHING)).isEqualTo(served(EVERYTHING));
        return bystander;
    }

    /** The upstream may be late, and the circuit is for another test. */
    private GatewayProcess start(Pod pod, String... more) throws IOException {
        var arguments = new ArrayList<>(List.of(
                "--gateway.upstream.base-url=" + upstream.url(),
                "--gateway.upstream.username=" + SandboxUpstream.USERNAME,
                "--gateway.upstream.password=" + SandboxUpstream.PASSWORD,
                "--gateway.upstream.response-timeout=2m",
                "--gateway.upstream.deadline=2m",
                "--resilience4j.circuitbreaker.configs.default.minimum-number-of-calls=100000",
                "--resilience4j.bulkhead.instances.upstream.max-concurrent-calls=72",
                "--resilience4j.bulkhead.instances.list.max-concurrent-calls=72",
                "--resilience4j.bulkhead.instances.detail.max-concurrent-calls=72",
                "--gateway.access.users-file=" + SandboxUpstream.usersFile(),
                "--gateway.cache.ttl=1h",
                "--management.endpoint.messagecache.access=read-only",
                "--gateway.cache.maximum-size=" + pod.cache,
                "--gateway.upstream.max-body=" + pod.body));
        arguments.addAll(List.of(more));
        var gateway = new GatewayProcess(folder, GatewayProcess.podOptions(pod.option), arguments);
        gateway.awaitReady();
        return gateway;
    }

    /** All that is no request which was served. */
    private long linesOfRefusals() throws IOException {
        try (var lines = Files.lines(folder.resolve("output"))) {
            return lines.filter(line -> !line.contains("status=200")).count();
        }
    }

    private static double ended(GatewayProcess gateway) {
        return new Scrape(gateway).sum("gateway_connections_ended_total", "");
    }

    private static long descriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : 0;
    }
}
