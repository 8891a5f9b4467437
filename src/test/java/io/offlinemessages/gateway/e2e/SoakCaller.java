package io.offlinemessages.gateway.e2e;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One who calls in good faith, at random and by a seed: over a connection that it keeps, or now and then renews. It looks at
 * every answer: whether the contract allows it for what was asked, and whether it is about what was asked.
 */
final class SoakCaller {

    private static final String API = "/api/offlinemessages/";
    private static final int POPULAR = 60;

    /** What the upstream's faults may come to. */
    private static final Set<Integer> FAULTS = Set.of(502, 503, 504);

    private final int port;
    private final Random random;
    private final SoakTally tally;
    private final Guest guest;
    private final SoakWitness witness;
    private final Map<Long, String> validators = new HashMap<>();
    private final List<Way> ways = new ArrayList<>();
    private @Nullable RawConnection connection;

    SoakCaller(int port, long seed, Guest guest, SoakWitness witness, SoakTally tally) {
        this.port = port;
        this.random = new Random(seed);
        this.guest = guest;
        this.witness = witness;
        this.tally = tally;
        way(40, "popular message", () -> detail(popular()));
        way(12, "any message", () -> detail(1 + random.nextInt(100_000)));
        way(8, "changed since", () -> changed(popular()));
        way(5, "HEAD of a message", () -> head(popular()));
        way(3, "only if cached", () -> stored(1 + random.nextInt(3 * POPULAR)));
        way(12, "list", () -> list(1 + random.nextInt(10)));
        way(4, "unknown message", () -> unknown(SoakUpstream.FIRST_UNKNOWN + random.nextInt(500)));
        way(2, "bad id", () -> refused(400, get("john", API + "-14")));
        way(2, "bad page", () -> refused(400, get("john", API + "?page_no=0")));
        way(2, "agent's list", () -> refused(403, get("agent", API)));
        way(2, "agent's message", () -> refused(403, get("agent", API + popular())));
        way(2, "other path", () -> refused(404, get("john", "/api/other")));
        way(2, "other method", () -> refused(405, ask("POST", API + popular(), "john")));
        way(2, "HTML wanted", () -> refused(406, get("john", API + popular(), "Accept: text/html")));
        way(2, "no user", () -> refused(401, get("nobody", API + popular())));
        way(1, "wrong password", () -> guess("admin@example.com:guess" + random.nextInt(1_000_000)));
        way(3, "guest", this::guest);
        way(5, "new connection", this::renew);
    }

    /** Does one thing. */
    void act() {
        Way way = ways.get(random.nextInt(ways.size()));
        try {
            tally.count(way.name, way.act.get());
        } catch (UncheckedIOException | AssertionError | NumberFormatException e) {
            tally.fail(way.name + ": " + e);
            close();
        }
    }

    void close() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    private void way(int weight, String name, Supplier<Object> act) {
        for (int i = 0; i < weight; i++) {
            ways.add(new Way(name, act));
        }
    }

    private Object detail(long id, String... fields) {
        String account = witness.account();
        RawResponse response = get("john", API + id, fields);
        if (response.status() == 200) {
            expect(witness.reads(account, id, response), "the body of " + id, response);
            validators.put(id, response.header("ETag").orElseThrow());
            return result(response);
        }
        return response.status() == 304 && fields.length > 0 ? 304 : fault(response);
    }

    private Object changed(long id) {
        String validator = validators.get(id);
        return validator == null ? detail(id) : detail(id, "If-None-Match: " + validator);
    }

    private Object head(long id) {
        RawResponse response = ask("HEAD", API + id, "john");
        return response.status() == 200 ? 200 : fault(response);
    }

    private Object stored(long id) {
        String account = witness.account();
        RawResponse response = get("john", API + id, "Cache-Control: only-if-cached");
        if (response.status() == 200) {
            expect(witness.reads(account, id, response), "the body of " + id, response);
        } else {
            expect(response.status() == 504, "what is stored of " + id, response);
        }
        return response.status();
    }

    private Object list(int page) {
        String account = witness.account();
        RawResponse response = get("john", API + "?page_no=" + page);
        if (response.status() != 200) {
            return fault(response);
        }
        expect(witness.sees(account, page, response), "page " + page, response);
        return result(response);
    }

    private Object unknown(long id) {
        RawResponse response = get("john", API + id);
        if (response.status() != 404) {
            return fault(response);
        }
        expect(response.text().contains("= " + id + "."), "the 404 of " + id, response);
        return 404;
    }

    private Object guest() {
        Guest.State before = guest.state();
        RawResponse response = get("guest", API + popular());
        if (before == guest.state() && before != Guest.State.CHANGING) {
            boolean out = before == Guest.State.OUT;
            expect(out == (response.status() == 401), "a guest who is " + before, response);
        }
        return response.status() == 401 ? 401 : response.status() == 200 ? 200 : fault(response);
    }

    private Object renew() {
        close();
        return detail(popular());
    }

    private Object refused(int status, RawResponse response) {
        expect(response.status() == status, "a refusal with " + status, response);
        return response.status();
    }

    private int fault(RawResponse response) {
        expect(FAULTS.contains(response.status()), "an upstream's fault", response);
        return response.status();
    }

    private static String result(RawResponse response) {
        String status = response.header("Cache-Status").orElse("");
        return "200 " + (status.contains("; hit") ? "hit" : status.contains("collapsed") ? "collapsed" : "forwarded")
                + (status.contains("stale-if-error") ? " stale" : "");
    }

    private RawResponse get(String user, String target, String... fields) {
        return ask("GET", target, user, fields);
    }

    private RawResponse ask(String method, String target, String user, String... fields) {
        return exchange(RawConnection.head(method, target, user, fields), method.equals("HEAD"));
    }

    private Object guess(String pair) {
        String token = RawConnection.token(pair);
        RawResponse response = exchange(
                "GET " + API + "744 HTTP/1.1\r\nHost: gateway\r\nAuthorization: Basic " + token + "\r\n\r\n", false);
        expect(Set.of(401, 429).contains(response.status()), "a guess", response);
        return response.status();
    }

    private RawResponse exchange(String head, boolean toHead) {
        RawConnection kept = connection == null ? new RawConnection(port) : connection;
        connection = kept;
        kept.send(head);
        RawResponse response = kept.receive(toHead);
        if (response.header("Connection").filter("close"::equalsIgnoreCase).isPresent()) {
            close();
        }
        return response;
    }

    private void expect(boolean holds, String what, RawResponse response) {
        if (!holds) {
            tally.fail(what + ": " + response.status() + ' ' + response.headers() + ' '
                    + response.text().substring(0, Math.min(200, response.text().length())));
        }
    }

    private long popular() {
        // Some far more than others.
        double share = random.nextDouble();
        return 1 + (long) (POPULAR * share * share);
    }

    private record Way(String name, Supplier<Object> act) {}

    /** A user who comes and goes. */
    static final class Guest {

        private volatile State state = State.IN;

        enum State {
            IN,
            OUT,
            CHANGING
        }

        State state() {
            return state;
        }

        void is(State next) {
            state = Objects.requireNonNull(next);
        }
    }
}
