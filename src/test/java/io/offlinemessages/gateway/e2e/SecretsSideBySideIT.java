package io.offlinemessages.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.offlinemessages.gateway.shared.RedisProcess;
import io.offlinemessages.gateway.tools.NeedsTools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Gateways of one namespace with different secrets: those of the two rollouts that rotate one, and one that is of somebody else. */
@NeedsTools("redis-server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecretsSideBySideIT {

    private static final String OLD = Pods.secret('O');
    private static final String NEW = Pods.secret('N');
    private static final String LAST = Pods.secret('L');
    private static final int BEFORE = 0;
    private static final int FIRST_ROLLOUT = 1;
    private static final int SECOND_ROLLOUT = 2;
    private static final int FOREIGN = 3;
    private static final String REFUSED = "gateway_shared_sealed_refused_total";

    private RedisProcess redis;
    private Pods pods;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        redis = new RedisProcess();
        pods = new Pods(folder, redis.url(), "--gateway.shared.replicas=4")
                .start(List.of(OLD + ',' + LAST, OLD + ',' + NEW + ',' + LAST, NEW + ',' + OLD + ',' + LAST));
        pods.awaitUp();
        // Whose secret the namespace's names come from is decided by then.
        pods.start(List.of(Pods.secret('F')));
    }

    @AfterAll
    void stop() {
        pods.close();
        redis.close();
    }

    @Test
    void gateways_of_one_rollout_and_the_next_open_what_the_others_seal() {
        assertShared(BEFORE, FIRST_ROLLOUT);
        assertShared(FIRST_ROLLOUT, BEFORE);
        assertShared(FIRST_ROLLOUT, SECOND_ROLLOUT);
        assertShared(SECOND_ROLLOUT, FIRST_ROLLOUT);
        assertThat(pods.scraped(FIRST_ROLLOUT, REFUSED)).isZero();
        assertThat(pods.scraped(SECOND_ROLLOUT, REFUSED)).isZero();
    }

    @Test
    void gateways_that_are_two_rollouts_apart_miss_and_are_never_wrong() {
        double before = pods.scraped(BEFORE, REFUSED);
        String id = pods.newId();
        assertThat(pods.version(SECOND_ROLLOUT, id)).isEqualTo(1);

        assertThat(pods.version(BEFORE, id)).isEqualTo(2);
        assertThat(pods.scraped(BEFORE, REFUSED)).isGreaterThan(before);

        assertThat(pods.evict(SECOND_ROLLOUT, id)).isEqualTo("everywhere");
        await().until(() -> pods.version(BEFORE, id) > 2);
    }

    @Test
    void a_gateway_with_a_secret_of_its_own_says_so_and_works_alone() {
        await().until(() -> pods.get(FOREIGN)
                .output()
                .contains("The link to Redis is lost; the gateway works by itself. gateway.shared.secret ends with"
                        + " another secret than that of the other gateways of namespace omg"));
        assertThat(pods.scraped(FOREIGN, "gateway_shared_up")).isZero();
        String id = pods.newId();
        assertThat(pods.version(BEFORE, id)).isEqualTo(1);
        assertThat(pods.version(FOREIGN, id)).isEqualTo(2);
        assertThat(pods.evict(FOREIGN, id)).isEqualTo("here only");
        assertThat(pods.version(BEFORE, id)).isEqualTo(1);
    }

    private void assertShared(int from, int to) {
        String id = pods.newId();
        assertThat(pods.version(from, id)).isEqualTo(1);
        assertThat(pods.version(to, id)).isEqualTo(1);
        assertThat(pods.upstream().calls(id)).isEqualTo(1);
    }
}
