package io.offlinemessages.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.offlinemessages.gateway.mounts.MountedSecret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged gateway with the image's flags in a pod's memory, under a mixed load for {@code -Dsoak.minutes}: upstreams that fail
 * in every way, odd and slow callers, wrong passwords, new connections, and Secrets and caches that operators change. What it
 * holds must not grow, what it answers must be right, and what it complains of must have been done to it.
 */
@Tag("endurance")
class SoakIT {

    private static final long SEED = 20_260_101;
    private static final Duration LENGTH = Duration.ofMinutes(Long.getLong("soak.minutes", 60));
    private static final Duration SAMPLE_EVERY = Duration.ofSeconds(10);
    private static final int CALLERS = 12;
    private static final int NUISANCES = 4;
    private static final long CALL_EVERY_MILLIS = 75;
    private static final long NUISANCE_EVERY_MILLIS = 300;
    private static final int CACHE_MEGABYTES = 1;

    /**
     * Each quantity, with the share of its mean, and the more, by which it may grow over the run and still be called flat. The heap
     * breathes with what is cached; direct memory comes in chunks; threads come and go with pools, descriptors with callers;
     * the cache is emptied now and then; and compiled code makes the process larger for a while.
     */
    private static final List<Quantity> QUANTITIES = List.of(
            new Quantity("heap after collection, MB", Vitals::heap, 0.15, 0),
            new Quantity("direct memory, MB", Vitals::direct, 0.10, 4),
            new Quantity("threads", Vitals::threads, 0, 2),
            new Quantity("file descriptors", Vitals::files, 0.10, 10),
            new Quantity("cache weight, MB", Vitals::weight, 0, 0.5),
            new Quantity("resident memory, MB", Vitals::resident, 0.25, 0));

    /** What was done to the gateway, and the lines at WARN and ERROR that it explains. */
    private static final Map<String, String> INJECTED = Map.of(
            "a users file without users",
            "Kept the \\d users loaded before: users file .*, line 1: has no users; .*",
            "a credential without a user name",
            "Kept the upstream credential loaded before: gateway\\.upstream\\.username is not set; .*",
            "an upstream that resets, truncates, drips or is silent",
            "A (list|detail) call to the upstream failed:"
                    + " (connection_reset|closed_mid_body|deadline_exceeded|response_timeout) \\(.*",
            "an upstream call that fails once more when its time is up already",
            "Operator called default onErrorDropped",
            "an upstream that cuts messages in lists",
            "Pages of the list show another message than details do, .*",
            "an upstream that answers with errors or HTML",
            "The upstream's answer to a (list|detail) call is of no use:"
                    + " (server_error|transient_server_error|rate_limited|wrong_content_type) \\(.*");

    private final SoakTally tally = new SoakTally();
    private final List<Vitals> samples = new ArrayList<>();

    @Test
    void nothing_grows_and_nothing_is_wrong(@TempDir Path folder) throws Exception {
        var users = new MountedSecret(folder.resolve("users"), SoakOperator.usersFile(true));
        var credential =
                new MountedSecret(folder.resolve("credential"), SoakOperator.credential("gateway-0", "secret-0"));
        try (var upstream = new SoakUpstream();
                var gateway = start(folder, upstream, users, credential)) {
            gateway.awaitReady();
            var operator = new SoakOperator(users, credential, upstream, tally, SEED);
            load(gateway, operator);
            upstream.be(SoakUpstream.Mood.WELL);
            Vitals rest = atRest(gateway);
            var meters = new Scrape(gateway);
            gateway.terminate();
            int exit = gateway.exitCode();

            Files.writeString(Path.of("target", "soak-gateway.log"), gateway.output());
            report(rest);
            assertThat(exit).isZero();
            assertThat(tally.failures()).isEmpty();
            assertThat(complaints(gateway.output())).isEmpty();
            assertEverythingHappened();
            assertPagesOutdatedDetails(meters);
            for (Quantity quantity : QUANTITIES) {
                Trend trend = quantity.trend(measured());
                assertThat(trend.certainGrowth())
                        .as("how much %s grew, at a mean of %.1f", quantity.name, trend.mean())
                        .isLessThanOrEqualTo(quantity.tolerance(trend));
            }
            assertThat(samples).allSatisfy(vitals -> assertThat(vitals.weight()).isLessThanOrEqualTo(CACHE_MEGABYTES));
        }
    }

    private void load(GatewayProcess gateway, SoakOperator operator) throws Exception {
        ScheduledExecutorService threads = Executors.newScheduledThreadPool(CALLERS + NUISANCES + 4);
        var callers = new ArrayList<SoakCaller>();
        try {
            for (int i = 0; i < CALLERS; i++) {
                var witness = new SoakWitness(operator::account);
                var caller = new SoakCaller(gateway.port(), SEED + i, operator.guest(), witness, tally);
                callers.add(caller);
                every(threads, CALL_EVERY_MILLIS, caller::act);
            }
            for (int i = 0; i < NUISANCES; i++) {
                every(threads, NUISANCE_EVERY_MILLIS, new SoakNuisance(gateway.port(), SEED - i, tally)::act);
            }
            every(threads, 4_000, operator::changeMood);
            every(threads, 3_000, () -> operator.evict(gateway));
            // In one thread, as each waits until it has taken effect.
            every(threads, 10_000, () -> {
                operator.changeUsers(gateway);
                operator.rotate(gateway);
                operator.mountNonsense(gateway);
            });
            long end = System.nanoTime() + LENGTH.toNanos();
            while (System.nanoTime() < end) {
                Thread.sleep(SAMPLE_EVERY.toMillis());
                samples.add(Vitals.of(gateway));
            }
        } finally {
            threads.shutdown();
            assertThat(threads.awaitTermination(2, TimeUnit.MINUTES)).isTrue();
            callers.forEach(SoakCaller::close);
        }
    }

    private void every(ScheduledExecutorService threads, long millis, Runnable act) {
        var unused = threads.scheduleWithFixedDelay(
                () -> {
                    try {
                        act.run();
                    } catch (RuntimeException | Error e) {
                        tally.fail(e.toString());
                    }
                },
                millis,
                millis,
                TimeUnit.MILLISECONDS);
    }

    /** Once nobody calls any more, no load is left under way, and connections are closed. */
    private static Vitals atRest(GatewayProcess gateway) throws Exception {
        await().atMost(Duration.ofSeconds(90)).until(() -> {
            String cache = RawConnection.manage(gateway.managementPort(), "/actuator/messagecache")
                    .text();
            return cache.contains("\"loadsUnderWay\":0")
                    && new Scrape(gateway).sum("reactor_netty_connection", "") == 0;
        });
        return Vitals.of(gateway);
    }

    private static GatewayProcess start(
            Path folder, SoakUpstream upstream, MountedSecret users, MountedSecret credential) throws IOException {
        return new GatewayProcess(
                folder,
                GatewayProcess.podOptions("-Dio.netty.leakDetection.level=paranoid"),
                List.of(
                        "--gateway.upstream.base-url=" + upstream.url(),
                        "--spring.config.import=configtree:" + credential.folder() + "/",
                        "--gateway.access.users-file=" + users.file("users.yaml"),
                        "--gateway.upstream.response-timeout=500ms",
                        "--gateway.upstream.deadline=1500ms",
                        // Everybody calls from one address.
                        "--gateway.limits.failed-logins-per-address=0",
                        "--gateway.cache.ttl=2s",
                        "--gateway.cache.stale-while-revalidate=2s",
                        "--gateway.cache.stale-if-error=30s",
                        "--gateway.cache.not-found-ttl=2s",
                        "--gateway.cache.maximum-size=" + CACHE_MEGABYTES + "MB",
                        "--management.endpoint.messagecache.access=unrestricted",
                        "--resilience4j.circuitbreaker.configs.default.wait-duration-in-open-state=1s",
                        "--resilience4j.circuitbreaker.configs.default.sliding-window-size=5"));
    }

    /** Lines that nothing which was done to the gateway explains; reports of leaks are among them. */
    private static List<String> complaints(String output) {
        return output.lines()
                .filter(line -> line.matches(".* (WARN|ERROR) .*") || line.contains("LEAK"))
                .filter(line -> INJECTED.values().stream().noneMatch(cause -> line.matches(".* : " + cause)))
                .limit(20)
                .toList();
    }

    private void assertEverythingHappened() {
        for (String happening : List.of(
                "popular message → 200 hit",
                "popular message → 200 forwarded",
                ".* → 200 .*stale",
                "changed since → 304",
                "HEAD of a message → 200",
                "only if cached → 504",
                "list → 200 hit",
                "list → 200 forwarded",
                "list → 200 .*stale",
                "unknown message → 404",
                "bad id → 400",
                "agent's list → 403",
                "wrong password → 401",
                "wrong password → 429",
                "other method → 405",
                "HTML wanted → 406",
                "guest → 200",
                "guest → 401",
                ".* → 502",
                ".* → 503",
                ".* → 504",
                "odd framing → answered",
                "half a head → left",
                "left before many answers → left",
                "slow reader → left",
                "upstream → SILENT",
                "eviction → 200",
                "users file → guest goes",
                "credential → rotated",
                "nonsense → refused")) {
            assertThat(tally.count(happening)).as(happening).isPositive();
        }
    }

    /** By all fields but the one that the upstream cuts. */
    private static void assertPagesOutdatedDetails(Scrape meters) {
        String incomparable = "gateway_cache_incomparable_total";
        assertThat(meters.sum("gateway_cache_outdated_total", "answer=\"message\""))
                .isPositive();
        assertThat(meters.sum(incomparable, "field=\"message\"")).isPositive().isEqualTo(meters.sum(incomparable, ""));
    }

    /** The samples after a warm-up of a quarter of the run. */
    private List<Vitals> measured() {
        return samples.subList(samples.size() / 4, samples.size());
    }

    private void report(Vitals rest) throws IOException {
        var text = new StringBuilder("# Soak of %d minutes%n%n%d samples, without the first quarter of the run.%n%n"
                .formatted(LENGTH.toMinutes(), measured().size()));
        text.append("| | mean | growth over the run | ± twice its standard error | may grow by | at rest |%n"
                        .formatted())
                .append("|---|---|---|---|---|---|%n".formatted());
        for (Quantity quantity : QUANTITIES) {
            Trend trend = quantity.trend(measured());
            text.append("| %s | %.1f | %+.2f | %.2f | %.1f | %.1f |%n"
                    .formatted(
                            quantity.name,
                            trend.mean(),
                            trend.growth(),
                            2 * trend.error(),
                            quantity.tolerance(trend),
                            quantity.value.applyAsDouble(rest)));
        }
        text.append("%n| what → answer | times |%n|---|---|%n".formatted()).append(tally.table());
        Files.writeString(Path.of("target", "soak.md"), text);
        System.out.println(text);
    }

    private record Quantity(String name, ToDoubleFunction<Vitals> value, double share, double more) {

        Trend trend(List<Vitals> samples) {
            return Trend.of(samples, value);
        }

        double tolerance(Trend trend) {
            return share * trend.mean() + more;
        }
    }
}
