package io.offlinemessages.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Gateways as processes, in front of one upstream, which share through one server. */
final class Pods implements AutoCloseable {

    static final String LIST = "/api/offlinemessages/";

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String LOST = "The link to Redis is lost";

    private final Path folder;
    private final Map<String, String> properties = new LinkedHashMap<>();
    private final RecordedUpstream upstream = new RecordedUpstream();
    private final List<GatewayProcess> all = new ArrayList<>();
    private final AtomicLong lastId = new AtomicLong(1_000);

    /**
     * None yet.
     *
     * @param more the properties of all, in the place of those that all have
     */
    Pods(Path folder, String redisUrl, String... more) {
        this.folder = folder;
        List.of(
                        "--gateway.upstream.base-url=" + upstream.url(),
                        "--gateway.upstream.username=" + SandboxUpstream.USERNAME,
                        "--gateway.upstream.password=" + SandboxUpstream.PASSWORD,
                        "--gateway.upstream.connect-timeout=20s",
                        "--gateway.upstream.response-timeout=60s",
                        "--gateway.upstream.deadline=60s",
                        "--gateway.access.users-file=" + SandboxUpstream.usersFile(),
                        "--gateway.cache.ttl=10m",
                        "--gateway.cache.list.ttl=0s",
                        "--gateway.drain.delay=0s",
                        "--gateway.shared.redis-url=" + redisUrl,
                        "--gateway.shared.replicas=3",
                        // For a machine that is busy with other things, as is the next.
                        "--gateway.shared.timeout=5s",
                        "--resilience4j.circuitbreaker.configs.default.minimum-number-of-calls=1000",
                        "--management.endpoint.messagecache.access=unrestricted")
                .forEach(this::set);
        List.of(more).forEach(this::set);
    }

    private void set(String property) {
        properties.put(property.substring(0, property.indexOf('=')), property);
    }

    /** Starts one for each list of secrets, one after another, and waits until it is ready. */
    Pods start(List<String> secrets) throws IOException {
        try {
            for (String secret : secrets) {
                var arguments = new ArrayList<>(properties.values());
                arguments.add("--gateway.shared.secret=" + secret);
                Path own = Files.createDirectory(folder.resolve("pod-" + all.size()));
                all.add(GatewayProcess.soon(own, arguments));
                all.get(all.size() - 1).awaitReady();
            }
            return this;
        } catch (IOException | RuntimeException | AssertionError e) {
            close();
            throw e;
        }
    }

    /** Three with one secret, whose links are up. */
    static Pods three(Path folder, String redisUrl, String... more) throws IOException {
        var pods = new Pods(folder, redisUrl, more).start(Collections.nCopies(3, secret('A')));
        pods.awaitUp();
        return pods;
    }

    /** A secret, unlike that of another letter. */
    static String secret(char letter) {
        return String.valueOf(letter).repeat(43) + '=';
    }

    RecordedUpstream upstream() {
        return upstream;
    }

    int size() {
        return all.size();
    }

    GatewayProcess get(int pod) {
        return all.get(pod);
    }

    /** An id that nobody has asked for. */
    String newId() {
        return Long.toString(lastId.incrementAndGet());
    }

    RawResponse ask(int pod, String last) {
        return RawConnection.get(all.get(pod).port(), LIST + last, "john");
    }

    /** How often the upstream had been asked for the message when it was as this pod shows it. */
    int version(int pod, String id) {
        RawResponse response = ask(pod, id);
        assertThat(response.status()).isEqualTo(200);
        for (int version = 1; version <= upstream.calls(id); version++) {
            if (response.text().equals(RecordedUpstream.message(id, version))) {
                return version;
            }
        }
        throw new AssertionError("not message " + id + ": " + response.text());
    }

    /** A message that all have loaded, at the cost of one call. */
    String loadedByAll() {
        String id = newId();
        for (int pod = 0; pod < all.size(); pod++) {
            assertThat(version(pod, id)).isEqualTo(1);
        }
        assertThat(upstream.calls(id)).isEqualTo(1);
        return id;
    }

    /** Evicts the message at one pod, and returns how far that has come. */
    String evict(int pod, String id) {
        RawResponse response =
                RawConnection.manage(all.get(pod).managementPort(), "DELETE", "/actuator/messagecache/details/" + id);
        assertThat(response.status()).isEqualTo(200);
        String done = response.text();
        return done.substring(done.indexOf("done") + "done\":\"".length(), done.lastIndexOf('"'));
    }

    /** Waits until no pod shows the message as it was at its first call. */
    void awaitNoneHasTheFirst(String id) {
        for (int pod = 0; pod < all.size(); pod++) {
            int asked = pod;
            await(pod).until(() -> version(asked, id) > 1);
        }
    }

    double scraped(int pod, String meter, String tag) {
        return new Scrape(all.get(pod)).sum(meter, tag);
    }

    double scraped(int pod, String meter) {
        return scraped(pod, meter, "");
    }

    /** Waits until the meter has that value in all pods. */
    void awaitScraped(String meter, double value) {
        for (int pod = 0; pod < all.size(); pod++) {
            int asked = pod;
            await(pod).until(() -> scraped(asked, meter) == value);
        }
    }

    /** Waits until all links are up. */
    void awaitUp() {
        awaitScraped("gateway_shared_up", 1);
    }

    /** How often each has lost its link. */
    List<Integer> losses() {
        return all.stream().map(pod -> pod.output().split(LOST, -1).length - 1).toList();
    }

    /** Waits until each has lost its link once more. */
    void awaitLost(List<Integer> before) {
        for (int pod = 0; pod < all.size(); pod++) {
            int asked = pod;
            await(pod).until(() -> losses().get(asked) > before.get(asked));
        }
    }

    private static ConditionFactory await(int pod) {
        return Awaitility.await("pod " + pod).atMost(PATIENCE);
    }

    @Override
    public void close() {
        all.forEach(GatewayProcess::close);
        upstream.close();
    }
}
