package io.offlinemessages.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.shared.RedisProcess;
import io.offlinemessages.gateway.tools.NeedsTools;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The budget of three gateways together, as the upstream sees it. */
@NeedsTools("redis-server")
@Tag("endurance")
class BudgetOfAllIT {

    private static final int LIMIT = 30;
    private static final Duration MINUTE = Duration.ofSeconds(60);

    private static final String BUDGET = "--gateway.upstream.requests-per-minute=" + LIMIT;

    private static final int ENOUGH = 20;

    @Test
    void no_minute_holds_more_calls_than_the_budget_though_a_gateway_crashes_and_starts_anew(@TempDir Path folder)
            throws Exception {
        try (var redis = new RedisProcess();
                var pods = Pods.three(folder, redis.url(), BUDGET)) {
            pods.awaitScraped("gateway_shared_members", 3);
            crashOne(pods);
            assertThat(pods.upstream().calls()).isGreaterThan(LIMIT);
        }
    }

    /** Crashes it again and again, for two minutes. */
    private static void crashOne(Pods pods) throws Exception {
        long end = System.nanoTime() + MINUTE.multipliedBy(2).toNanos();
        String cached = pods.loadedByAll();
        var load = new PodLoad(pods, cached);
        try (load) {
            do {
                pods.get(1).kill();
                pods.get(1).restart();
                pods.get(1).awaitReady();
                pods.awaitUp();
                load.awaitAnswers(ENOUGH);
            } while (System.nanoTime() - end < 0);
        }
        assertThat(load.answersWith(200) + load.answersWith(503)).isEqualTo(load.answers());
        assertThat(load.answersWith(503)).as("beyond the budget").isPositive();
        assertThat(pods.upstream().mostWithin(MINUTE)).isBetween(2, LIMIT);
    }

    @Test
    void gateways_that_lose_the_server_together_stay_within_the_budget_and_so_they_do_when_it_is_back(
            @TempDir Path folder) throws Exception {
        try (var redis = new RedisProcess();
                var pods = Pods.three(folder, redis.url(), BUDGET)) {
            pods.awaitScraped("gateway_shared_members", 3);
            int calls = 12;
            for (int call = 0; call < calls; call++) {
                assertThat(pods.version(call % pods.size(), pods.newId())).isEqualTo(1);
            }
            pods.awaitScraped("gateway_upstream_budget_used", calls);
            var losses = pods.losses();
            redis.kill();
            pods.awaitLost(losses);

            spendAll(pods);
            assertThat(pods.upstream().calls()).as("each has its part").isGreaterThanOrEqualTo(LIMIT);

            redis.start();
            pods.awaitUp();
            spendAll(pods);
            assertThat(pods.upstream().mostWithin(MINUTE)).isLessThanOrEqualTo(LIMIT);
        }
    }

    /** Asks each gateway for new messages until the budget is spent. */
    private static void spendAll(Pods pods) {
        for (int pod = 0; pod < pods.size(); pod++) {
            RawResponse response;
            do {
                response = pods.ask(pod, pods.newId());
            } while (response.status() == 200);
            assertThat(response.status()).isEqualTo(503);
            assertThat(response.header("Retry-After")).isPresent();
        }
    }
}
