package io.offlinemessages.gateway.faults;

import static io.offlinemessages.gateway.faults.Happening.GOOD_ANSWER;
import static io.offlinemessages.gateway.faults.Happening.NO_ANSWER_IN_TIME;
import static io.offlinemessages.gateway.faults.Happening.NO_USABLE_ANSWER;
import static io.offlinemessages.gateway.faults.Happening.TOO_MANY_REQUESTS;

import io.offlinemessages.gateway.contract.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Whole answers whose status is not 200, and interim ones. */
final class StatusFaults {

    private StatusFaults() {}

    static List<Fault<Asked.Script>> all() {
        var faults = new ArrayList<Fault<Asked.Script>>();
        for (int status : new int[] {201, 202, 203, 204, 205, 206, 226, 300, 301, 302, 303, 304, 305, 307, 308, 399}) {
            faults.add(status(status));
        }
        IntStream.rangeClosed(400, 431)
                .filter(status -> status != 429)
                .mapToObj(StatusFaults::status)
                .forEach(faults::add);
        faults.add(status(451));
        faults.add(status(499));
        IntStream.rangeClosed(500, 511).mapToObj(StatusFaults::status).forEach(faults::add);
        faults.add(status(599));
        faults.add(status(999));
        for (int status : new int[] {400, 401, 403, 404, 410}) {
            faults.add(documented(status));
        }
        faults.addAll(limits());
        faults.addAll(interim());
        return faults;
    }

    private static Fault<Asked.Script> status(int status) {
        boolean transientError = status >= 502 && status <= 504;
        boolean empty = status == 204 || status == 304;
        String head =
                "HTTP/1.1 " + status + " Leaked\r\n" + Asked.LEAKS + "Location: http://leaked/\r\nRetry-After: 17\r\n"
                        + "WWW-Authenticate: Basic realm=\"leaked\"\r\nContent-Type: text/html\r\n";
        String body = "<html><body>leaked</body></html>";
        return new Fault<>(
                "status " + status,
                Happening.ofPage(status),
                Happening.ofPage(status),
                transientError ? 3 : 1,
                null,
                asked -> asked.send(
                        empty ? head + "\r\n" : head + "Content-Length: " + body.length() + "\r\n\r\n" + body));
    }

    private static Fault<Asked.Script> documented(int status) {
        return new Fault<>(
                "status " + status + " in JSON",
                Happening.ofStatus(status, Route.LIST),
                Happening.ofStatus(status, Route.DETAIL),
                1,
                null,
                asked -> asked.send("HTTP/1.1 " + status + " Leaked\r\n" + Asked.LEAKS
                        + "Content-Type: application/json;charset=UTF-8\r\nContent-Length: 6\r\n\r\nleaked"));
    }

    private static List<Fault<Asked.Script>> limits() {
        String head = "HTTP/1.1 429 Leaked\r\n" + Asked.LEAKS + "Content-Length: 6\r\n";
        return List.of(
                limit("status 429 for 7 seconds", Duration.ofSeconds(7), head + "Retry-After: 7\r\n\r\nleaked"),
                limit("status 429 until nobody knows when", Duration.ofMinutes(1), head + "\r\nleaked"),
                limit("status 429 for a day", Duration.ofHours(1), head + "Retry-After: 86400\r\n\r\nleaked"));
    }

    private static Fault<Asked.Script> limit(String name, Duration wait, String answer) {
        return new Fault<>(name, TOO_MANY_REQUESTS, TOO_MANY_REQUESTS, 1, wait, asked -> asked.send(answer));
    }

    private static List<Fault<Asked.Script>> interim() {
        var faults = new ArrayList<Fault<Asked.Script>>();
        for (int status : new int[] {100, 102, 103, 199}) {
            String interim = "HTTP/1.1 " + status + " Leaked\r\n" + Asked.LEAKS + "\r\n";
            faults.add(Fault.of("status " + status + ", then the answer", GOOD_ANSWER, asked -> {
                asked.send(interim);
                asked.sendJson(asked.json());
            }));
            faults.add(Fault.of("status " + status + ", then silence", NO_ANSWER_IN_TIME, asked -> {
                asked.send(interim);
                asked.connection().awaitHangUp();
            }));
        }
        faults.add(Fault.of("status 101", NO_USABLE_ANSWER, asked -> {
            asked.send("HTTP/1.1 101 Leaked\r\n" + Asked.LEAKS + "Connection: upgrade\r\nUpgrade: leaked\r\n\r\n");
            asked.connection().awaitHangUp();
        }));
        return faults;
    }
}
