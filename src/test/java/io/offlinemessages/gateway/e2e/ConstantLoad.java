package io.offlinemessages.gateway.e2e;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Callers on keep-alive connections who ask for a message and for the list, by turns, until they are told to stop. */
final class ConstantLoad implements AutoCloseable {

    private static final int CALLERS = 8;
    private static final long PAUSE_MILLIS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ScheduledExecutorService callers = Executors.newScheduledThreadPool(CALLERS);
    private final AtomicLong answers = new AtomicLong();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final HttpClient client;
    private final String base;

    /** Starts to call. */
    ConstantLoad(String base) {
        this(base, null);
    }

    /** Starts to call over TLS. */
    @SuppressWarnings("FutureReturnValueIgnored") // they end with the executor
    ConstantLoad(String base, @Nullable SSLContext tls) {
        this.base = base;
        var building = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
        this.client = (tls == null ? building : building.sslContext(tls)).build();
        for (int caller = 0; caller < CALLERS; caller++) {
            callers.scheduleWithFixedDelay(
                    call(caller % 2 == 0 ? "/api/offlinemessages/744" : "/api/offlinemessages/"),
                    0,
                    PAUSE_MILLIS,
                    TimeUnit.MILLISECONDS);
        }
    }

    /** Waits until that many more requests have been answered. */
    void awaitAnswers(int more) {
        long enough = answers.get() + more;
        await().atMost(PATIENCE).until(() -> answers.get() >= enough || !failures.isEmpty());
    }

    /** What was not answered with 200. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    /** What a sandbox user gets for a message at the moment. */
    int status(String user) throws IOException, InterruptedException {
        return client.send(request("/api/offlinemessages/744", user), BodyHandlers.discarding())
                .statusCode();
    }

    private HttpRequest request(String target, String user) {
        return HttpRequest.newBuilder(URI.create(base + target))
                .header("Authorization", "Basic " + RawConnection.credentials(user))
                .timeout(PATIENCE)
                .build();
    }

    private Runnable call(String target) {
        HttpRequest request = request(target, "john");
        return () -> {
            try {
                var response = client.send(request, BodyHandlers.ofString());
                if (response.statusCode() == 200) {
                    answers.incrementAndGet();
                } else {
                    failures.add(target + ": " + response.statusCode() + " " + response.body());
                }
            } catch (IOException e) {
                failures.add(target + ": " + e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    @Override
    public void close() {
        callers.shutdownNow();
    }
}
