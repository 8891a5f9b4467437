package io.offlinemessages.gateway.e2e;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Wrong passwords without end, each for a user of its own, from 200 addresses in 20 networks, as a trusted proxy reports them. */
final class PasswordFlood implements AutoCloseable {

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI target;
    private final AtomicInteger sent = new AtomicInteger();
    private final Set<Integer> statuses = ConcurrentHashMap.newKeySet();
    private volatile boolean over;

    /** So many requests at once. */
    PasswordFlood(int port, int atOnce) {
        this.target = URI.create("http://127.0.0.1:" + port + "/api/offlinemessages/744");
        for (int i = 0; i < atOnce; i++) {
            send();
        }
    }

    /** All statuses that came back. */
    Set<Integer> statuses() {
        return Set.copyOf(statuses);
    }

    private void send() {
        int number = sent.getAndIncrement();
        String token =
                Base64.getEncoder().encodeToString(("user" + number + ":guess").getBytes(StandardCharsets.UTF_8));
        var request = HttpRequest.newBuilder(target)
                .header("Authorization", "Basic " + token)
                .header("X-Forwarded-For", "198.18." + number % 20 + "." + number / 20 % 10)
                .build();
        var unused = client.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .thenAccept(response -> {
                    statuses.add(response.statusCode());
                    if (!over) {
                        send();
                    }
                });
    }

    @Override
    public void close() {
        over = true;
    }
}
