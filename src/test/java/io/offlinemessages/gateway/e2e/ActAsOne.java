package io.offlinemessages.gateway.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.offlinemessages.gateway.shared.RedisProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Three gateways that share through one server: what their callers and the upstream see of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ActAsOne {

    private static final int CALLERS = 1_000;

    /** Where the time stands in a stored answer for which it is kept, in digits. */
    private static final int KEPT = 26;

    private RedisProcess redis;
    private RedisClient client;
    private Pods pods;

    /** Starts the server. */
    abstract RedisProcess server() throws IOException;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        redis = server();
        client = RedisClient.create(redis.url());
        pods = Pods.three(folder, redis.url(), "--gateway.upstream.requests-per-minute=6000");
    }

    @AfterAll
    void stop() {
        if (pods != null) {
            pods.close();
        }
        if (redis != null) {
            client.shutdown();
            redis.close();
        }
    }

    Pods pods() {
        return pods;
    }

    @Test
    void a_thousand_callers_of_one_id_at_three_gateways_cost_one_call() {
        pods.loadedByAll();
        String id = pods.newId();
        var gate = new CountDownLatch(1);
        pods.upstream().waitFor(gate);
        List<RawConnection> callers = new ArrayList<>();
        try {
            for (int caller = 0; caller < CALLERS; caller++) {
                var connection =
                        new RawConnection(pods.get(caller % pods.size()).port());
                callers.add(connection);
                connection.send(RawConnection.head("GET", Pods.LIST + id, "john"));
            }
            gate.countDown();
            assertThat(callers).extracting(caller -> caller.receive(false)).allSatisfy(response -> {
                assertThat(response.status()).isEqualTo(200);
                assertThat(response.text()).isEqualTo(RecordedUpstream.message(id, 1));
            });
        } finally {
            gate.countDown();
            callers.forEach(RawConnection::close);
        }
        assertThat(pods.upstream().calls(id)).isEqualTo(1);
    }

    @Test
    void an_eviction_at_one_gateway_reaches_all() {
        String id = pods.loadedByAll();

        assertThat(pods.evict(0, id)).isEqualTo("everywhere");
        pods.awaitNoneHasTheFirst(id);
        assertThat(pods.upstream().calls(id)).as("one more for all of them").isEqualTo(2);
    }

    @Test
    @Tag("endurance")
    void nothing_fails_while_the_server_is_frozen() throws IOException {
        assertThat(WithoutRedis.nothingFails(pods, redis::freeze, redis::thaw)).isEqualTo("here only");
    }

    @Test
    void nothing_fails_while_the_server_has_crashed_and_it_may_come_back_empty() throws IOException {
        assertThat(WithoutRedis.nothingFails(pods, redis::kill, redis::start)).isEqualTo("here only");
    }

    @Test
    void what_somebody_has_changed_on_the_server_is_a_miss_and_is_counted() {
        try (var connection = client.connect(ByteArrayCodec.INSTANCE)) {
            RedisCommands<byte[], byte[]> raw = connection.sync();
            byte[] another = raw.get(stored(raw, pods.newId()));
            List<UnaryOperator<byte[]>> changes = List.of(
                    value -> with(value, value.length - 1, value[value.length - 1] ^ 1),
                    value -> with(value, KEPT, '9'),
                    value -> Arrays.copyOf(value, value.length - 1),
                    value -> another);
            for (UnaryOperator<byte[]> change : changes) {
                String id = pods.newId();
                byte[] key = stored(raw, id);
                double refused = pods.scraped(1, "gateway_shared_sealed_refused_total");
                raw.set(key, change.apply(raw.get(key)));

                assertThat(pods.version(1, id)).isEqualTo(2);
                assertThat(pods.scraped(1, "gateway_shared_sealed_refused_total"))
                        .isEqualTo(refused + 1);
            }
        }
    }

    @Test
    void what_somebody_has_put_back_after_an_eviction_is_a_miss() {
        try (var connection = client.connect(ByteArrayCodec.INSTANCE)) {
            RedisCommands<byte[], byte[]> raw = connection.sync();
            String id = pods.newId();
            byte[] key = stored(raw, id);
            byte[] before = raw.get(key);
            assertThat(pods.evict(0, id)).isEqualTo("everywhere");

            raw.set(key, before);

            assertThat(pods.version(1, id)).isEqualTo(2);
        }
    }

    @Test
    void a_gateway_that_starts_is_warm_and_has_a_copy_where_the_upstream_fails() throws Exception {
        String page = "?page_no=" + pods.newId();
        try (var connection = client.connect(ByteArrayCodec.INSTANCE)) {
            RedisCommands<byte[], byte[]> raw = connection.sync();
            String id = pods.newId();
            stored(raw, id);
            stored(raw, page);
            GatewayProcess killed = pods.get(2);
            killed.kill();
            killed.restart();
            killed.awaitReady();
            pods.awaitUp();

            RawResponse warm = pods.ask(2, id);
            assertThat(warm.text()).isEqualTo(RecordedUpstream.message(id, 1));
            assertThat(warm.header("Cache-Status"))
                    .hasValueSatisfying(status -> assertThat(status).contains("; hit; ", "; detail=shared"));
            assertThat(pods.scraped(2, "gateway_cache_requests_total", "result=\"shared\""))
                    .isEqualTo(1);
        }
        pods.upstream().fail(true);
        try {
            RawResponse copy = pods.ask(2, page);
            assertThat(copy.status()).isEqualTo(200);
            assertThat(copy.header("Cache-Status"))
                    .hasValueSatisfying(status -> assertThat(status).contains("; detail=stale-if-error"));
        } finally {
            pods.upstream().fail(false);
        }
    }

    /** The key of an answer that the first gateway has loaded and stored. */
    private byte[] stored(RedisCommands<byte[], byte[]> raw, String last) {
        List<String> before = answers(raw);
        assertThat(pods.ask(0, last).status()).isEqualTo(200);
        List<String> more = new ArrayList<>();
        await().until(() -> {
            more.addAll(answers(raw));
            more.removeAll(before);
            return !more.isEmpty();
        });
        assertThat(more).hasSize(1);
        return more.get(0).getBytes(US_ASCII);
    }

    private static List<String> answers(RedisCommands<byte[], byte[]> raw) {
        return raw.keys("omg:a1:*").stream()
                .map(key -> new String(key, US_ASCII))
                .toList();
    }

    private static byte[] with(byte[] value, int place, int changed) {
        byte[] copy = value.clone();
        copy[place] = (byte) changed;
        return copy;
    }
}
