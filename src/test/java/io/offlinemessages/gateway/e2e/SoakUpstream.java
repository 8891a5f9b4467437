package io.offlinemessages.gateway.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.offlinemessages.gateway.upstream.Origin;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;

/** The documented API with as many messages as anybody asks for, which change, in a mood that changes too. */
final class SoakUpstream implements AutoCloseable {

    /** From this id on there is no message. */
    static final long FIRST_UNKNOWN = 900_000;

    /** The message that is nearly as long as the gateway accepts. */
    static final long LONGEST = 800_000;

    private static final Duration SILENCE = Duration.ofSeconds(3);

    private final Origin origin = Origin.forgetful(this::serve);
    private volatile Mood mood = Mood.WELL;
    private volatile String lastAuthorization = "";

    /** How every request is answered for a while. */
    enum Mood {
        WELL,
        FAILING,
        UNAVAILABLE,
        LIMITING,
        RESETTING,
        TRUNCATING,
        DRIPPING,
        SILENT,
        TALKING_HTML
    }

    URI url() {
        return origin.url();
    }

    void be(Mood next) {
        mood = next;
    }

    /** What the last request had in {@code Authorization}. */
    String lastAuthorization() {
        return lastAuthorization;
    }

    /** The text of the message with this id, which never changes; some are long. */
    static String text(long id) {
        String text = "message " + id + ' ';
        int length = id == LONGEST ? 2_000_000 : id % 50 == 0 ? 60_000 : (int) (200 + id * 7919 % 3_000);
        return text.repeat(1 + length / text.length());
    }

    @Override
    public void close() {
        origin.close();
    }

    private void serve(Origin.Connection connection) throws IOException {
        for (Origin.Request request = connection.read(); request != null; request = connection.read()) {
            lastAuthorization = request.field("Authorization");
            switch (mood) {
                case WELL -> connection.write(answer(request));
                case FAILING -> connection.write(Origin.json(500, "{}"));
                case UNAVAILABLE -> connection.write(Origin.json(503, "{}"));
                case LIMITING -> connection.write(Origin.json(429, "{}", "Retry-After: 1"));
                case TALKING_HTML ->
                    connection.write(
                            Origin.answer(200, "<html>maintenance</html>".getBytes(UTF_8), "Content-Type: text/html"));
                case RESETTING -> {
                    connection.reset();
                    return;
                }
                case TRUNCATING -> {
                    byte[] whole = answer(request);
                    connection.write(Arrays.copyOf(whole, whole.length - 10));
                    return;
                }
                case DRIPPING -> {
                    drip(connection, answer(request));
                    return;
                }
                case SILENT -> {
                    var unused = connection.hangsUpWithin(SILENCE);
                    return;
                }
            }
        }
    }

    private static void drip(Origin.Connection connection, byte[] whole) throws IOException {
        for (int i = 0; i < whole.length; i++) {
            connection.write(new byte[] {whole[i]});
            if (connection.hangsUpWithin(Duration.ofMillis(20))) {
                return;
            }
        }
    }

    private static byte[] answer(Origin.Request request) {
        String target = request.target();
        int page = target.indexOf("?page_no=");
        String last = target.substring(target.lastIndexOf('/') + 1);
        var state = SoakState.now(account(request.field("Authorization")));
        if (page >= 0 || last.isEmpty()) {
            return Origin.json(
                    200, state.page(page >= 0 ? Long.parseLong(target.substring(page + "?page_no=".length())) : 1));
        }
        long id = Long.parseLong(last);
        return id < FIRST_UNKNOWN ? Origin.json(200, state.message(id)) : Origin.json(404, "{}");
    }

    private static String account(String authorization) {
        byte[] pair = Base64.getDecoder().decode(authorization.substring("Basic ".length()));
        return new String(pair, UTF_8).split(":", 2)[0];
    }
}
