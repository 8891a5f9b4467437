package io.offlinemessages.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;

/** What holds, under load, while the pods have lost their server, and when they have one again. */
final class WithoutRedis {

    private static final int ENOUGH = 20;

    private WithoutRedis() {}

    /** Something that may go wrong. */
    interface Step {
        void run() throws IOException;
    }

    /**
     * Takes the server away and brings it back.
     *
     * @param comesBack does nothing where it comes back by itself
     * @return what was said of an eviction meanwhile
     */
    static String nothingFails(Pods pods, Step goes, Step comesBack) throws IOException {
        String evicted = pods.loadedByAll();
        String cached = pods.loadedByAll();
        String unknown = pods.newId();
        List<Integer> losses = pods.losses();
        String done;
        var load = new PodLoad(pods, cached);
        try (load) {
            load.awaitAnswers(ENOUGH);
            goes.run();
            pods.awaitLost(losses);
            load.awaitAnswers(ENOUGH);
            assertEachAnswers(pods, unknown);
            done = pods.evict(0, evicted);
            comesBack.run();
            pods.awaitUp();
            pods.awaitNoneHasTheFirst(evicted);
            // One call for all of them, as ever.
            pods.loadedByAll();
            load.awaitAnswers(ENOUGH);
        }
        assertThat(load.failures()).isEmpty();
        assertThat(load.asked()).allMatch(id -> pods.upstream().calls(id) == 1);
        assertThat(pods.upstream().calls(cached))
                .as("once more where an eviction may have been missed")
                .isLessThanOrEqualTo(2);
        assertThat(pods.upstream().calls(unknown)).isLessThanOrEqualTo(pods.size());
        return done;
    }

    private static void assertEachAnswers(Pods pods, String unknown) {
        for (int pod = 0; pod < pods.size(); pod++) {
            assertThat(pods.ask(pod, unknown).status()).isEqualTo(200);
            for (String group : List.of("liveness", "readiness")) {
                RawResponse health = RawConnection.manage(pods.get(pod).managementPort(), "/actuator/health/" + group);
                assertThat(health.status()).isEqualTo(200);
                assertThat(health.text()).contains("\"status\":\"UP\"");
            }
        }
    }
}
