package io.offlinemessages.gateway.image;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/**
 * The calls from which a gateway's AOT cache learns: each documented answer, and the two routes often enough for the compiler's
 * profiles. The gateway is on this loopback, with {@link LoopbackUpstream} as its upstream and the sandbox's users.
 */
public final class TrainingRun {

    private static final String API = "http://127.0.0.1:8080/api/offlinemessages";
    private static final String MANAGEMENT = "http://127.0.0.1:8081/actuator";
    private static final String READINESS = MANAGEMENT + "/health/readiness";
    private static final String ADMIN = basic("john@example.com");
    private static final String AGENT = basic("agent@example.com");
    private static final int ROUNDS = 500;
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private final HttpClient client = HttpClient.newHttpClient();

    private TrainingRun() {}

    /** Ends with an error if an answer is not the expected one; the arguments are those of {@link LoopbackUpstream}. */
    // Not public, because the build takes the one public main of the tests for the sandbox; JDK 25 starts it all the
    // same (JEP 512).
    @SuppressWarnings("IncorrectMainMethod")
    static void main(String[] arguments) throws IOException, InterruptedException {
        var upstream = LoopbackUpstream.start(Path.of(arguments[0]), arguments[1]);
        var run = new TrainingRun();
        run.awaitReadiness();
        run.callEachKind();
        for (int round = 0; round < ROUNDS; round++) {
            run.callBothRoutes(1 + round % 100);
        }
        upstream.close();
    }

    private void awaitReadiness() throws InterruptedException {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (!ready()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("The gateway is not ready after " + START_LIMIT);
            }
            Thread.sleep(100);
        }
    }

    private boolean ready() throws InterruptedException {
        try {
            return status(get(READINESS)) == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private void callEachKind() throws IOException, InterruptedException {
        for (String endpoint : List.of("/health", "/health/liveness", "/health/readiness", "/info", "/prometheus")) {
            expect(200, get(MANAGEMENT + endpoint));
        }
        String detail = API + "/744";
        expect(200, get(API + "?page_no=2").header("Authorization", ADMIN));
        expect(200, get(detail).header("Authorization", ADMIN));
        expect(200, get(detail).header("Authorization", ADMIN).method("HEAD", BodyPublishers.noBody()));
        expect(304, get(detail).header("Authorization", ADMIN).header("If-None-Match", "*"));
        expect(504, get(API + "/5000").header("Authorization", ADMIN).header("Cache-Control", "only-if-cached"));
        expect(401, get(detail));
        expect(401, get(detail).header("Authorization", basic("nobody@example.com")));
        expect(403, get(API).header("Authorization", AGENT));
        expect(403, get(detail).header("Authorization", AGENT));
        expect(400, get(API + "?page_no=-2").header("Authorization", ADMIN));
        expect(400, get(API + "/-14").header("Authorization", ADMIN));
        expect(404, get(API + "/744/replies").header("Authorization", ADMIN));
        expect(405, get(detail).header("Authorization", ADMIN).POST(BodyPublishers.noBody()));
    }

    private void callBothRoutes(int number) throws IOException, InterruptedException {
        expect(200, get(API + "/?page_no=" + number).header("Authorization", ADMIN));
        expect(200, get(API + "/" + number).header("Authorization", ADMIN));
    }

    private void expect(int status, HttpRequest.Builder request) throws IOException, InterruptedException {
        int actual = status(request);
        if (actual != status) {
            throw new IllegalStateException(request.build() + " was answered " + actual + ", not " + status);
        }
    }

    private int status(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofByteArray()).statusCode();
    }

    private static HttpRequest.Builder get(String uri) {
        return HttpRequest.newBuilder(URI.create(uri)).timeout(Duration.ofSeconds(10));
    }

    private static String basic(String username) {
        byte[] pair = (username + ":123456").getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }
}
