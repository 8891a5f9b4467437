package io.offlinemessages.gateway.upstream;

import static io.offlinemessages.gateway.upstream.Origin.answer;
import static io.offlinemessages.gateway.upstream.Origin.json;
import static io.offlinemessages.gateway.upstream.Origin.serving;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.MessageId;
import io.offlinemessages.gateway.contract.Route;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.unit.DataSize;

/** What an upstream that answers wrongly, late or not at all does to a request; each row over a real socket. */
class UpstreamFailureTest {

    private static final Duration SHORT = Duration.ofSeconds(1);

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    private static final byte[] FOUND = answer(200, Samples.detail(), "Content-Type: application/json");

    static Stream<Row> failures() {
        return Stream.of(
                row("closed before the first byte", FailureKind.CONNECTION_RESET, 3, c -> {}),
                row("reset before the first byte", FailureKind.CONNECTION_RESET, 3, Origin.Connection::reset),
                row("closed in the head", FailureKind.CONNECTION_RESET, 3, c -> c.write("HTTP/1.1 200 OK\r\nContent-")),
                row(
                        "closed after the head",
                        FailureKind.CLOSED_MID_BODY,
                        1,
                        c -> c.write(OK + "Content-Length: 9\r\n\r\n")),
                row(
                        "closed in the body",
                        FailureKind.CLOSED_MID_BODY,
                        1,
                        c -> c.write(OK + "Content-Length: 99\r\n\r\n{\"offline")),
                row("closed before the last chunk", FailureKind.CLOSED_MID_BODY, 1, c -> {
                    c.write(OK + "Transfer-Encoding: chunked\r\n\r\n");
                    c.write("1b\r\n{\"offline_message_id\": 744}\r\n");
                }),
                row("reset in the body", FailureKind.CLOSED_MID_BODY, 1, c -> {
                    c.write(OK + "Content-Length: 99\r\n\r\n{");
                    c.hangsUpWithin(Duration.ofMillis(50));
                    c.reset();
                }),
                row("broken chunk", FailureKind.MALFORMED_RESPONSE, 1, c -> {
                    c.write(OK + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n{}\r\n0\r\n\r\n");
                    c.awaitHangUp();
                }),
                row("garbage", FailureKind.MALFORMED_RESPONSE, 1, c -> {
                    c.write("\u0001\u0002SSH-2.0-OpenSSH_9.2\r\n\r\n");
                    c.awaitHangUp();
                }),
                row("two different lengths", FailureKind.MALFORMED_RESPONSE, 1, c -> {
                    c.write(OK + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}");
                    c.awaitHangUp();
                }),
                row("endless head", FailureKind.MALFORMED_RESPONSE, 1, c -> {
                    c.write("HTTP/1.1 200 OK\r\n");
                    while (true) {
                        c.write("X-Filler: " + "x".repeat(1_000) + "\r\n");
                    }
                }),
                row("silent", FailureKind.RESPONSE_TIMEOUT, 1, Origin.Connection::awaitHangUp),
                row("silent after the head", FailureKind.RESPONSE_TIMEOUT, 1, c -> {
                    c.write(OK + "Content-Length: 9\r\n\r\n");
                    c.awaitHangUp();
                }),
                row("silent in the body", FailureKind.RESPONSE_TIMEOUT, 1, c -> {
                    c.write(OK + "Content-Length: 99\r\n\r\n{\"offline");
                    c.awaitHangUp();
                }),
                row("slow drip", FailureKind.DEADLINE_EXCEEDED, 1, c -> {
                    c.write(OK + "Transfer-Encoding: chunked\r\n\r\n");
                    while (!c.hangsUpWithin(Duration.ofMillis(20))) {
                        c.write("1\r\n \r\n");
                    }
                }),
                row("slow drip of the head", FailureKind.DEADLINE_EXCEEDED, 1, c -> {
                    c.write("HTTP/1.1 200 OK\r\nX-Filler: ");
                    while (!c.hangsUpWithin(Duration.ofMillis(20))) {
                        c.write("x");
                    }
                }),
                row("announced too large", FailureKind.BODY_TOO_LARGE, 1, c -> {
                    c.write(OK + "Content-Length: 65537\r\n\r\n");
                    c.awaitHangUp();
                }),
                row("announced beyond an int", FailureKind.BODY_TOO_LARGE, 1, c -> {
                    c.write(OK + "Content-Length: 8589934592\r\n\r\n");
                    while (true) {
                        c.write(" ".repeat(10_000));
                    }
                }),
                row("endless chunks", FailureKind.BODY_TOO_LARGE, 1, c -> {
                    c.write(OK + "Transfer-Encoding: chunked\r\n\r\n");
                    while (true) {
                        c.write("3e8\r\n" + " ".repeat(1_000) + "\r\n");
                    }
                }),
                row("endless error page", FailureKind.BODY_TOO_LARGE, 1, c -> {
                    c.write("HTTP/1.1 500 Oops\r\n\r\n");
                    while (true) {
                        c.write("<p>Oops.</p>".repeat(100));
                    }
                }));
    }

    static Stream<Row> answers() {
        return Stream.of(
                answers("redirect", FailureKind.UNEXPECTED_STATUS, 1, answer(302, new byte[0], "Location: /other")),
                answers(
                        "permanent redirect",
                        FailureKind.UNEXPECTED_STATUS,
                        1,
                        answer(308, new byte[0], "Location: /")),
                answers("no content", FailureKind.UNEXPECTED_STATUS, 1, answer(204, new byte[0])),
                answers("bad gateway", FailureKind.TRANSIENT_SERVER_ERROR, 3, json(502, "{}")),
                answers("unavailable", FailureKind.TRANSIENT_SERVER_ERROR, 3, json(503, "{}")),
                answers("gateway timeout", FailureKind.TRANSIENT_SERVER_ERROR, 3, json(504, "{}")),
                answers("server error", FailureKind.SERVER_ERROR, 1, json(500, "{}")),
                answers("rate limit", FailureKind.RATE_LIMITED, 1, json(429, "{}")),
                answers("refused credential", FailureKind.CREDENTIAL_REFUSED, 1, json(401, "{}")),
                answers("forbidden", FailureKind.DETAIL_FORBIDDEN, 1, json(403, "{}")),
                answers("not found", FailureKind.NO_RECORD, 1, json(404, "{}")),
                answers("bad request", FailureKind.INVALID_ID, 1, json(400, "{}")),
                answers("teapot", FailureKind.CLIENT_ERROR, 1, json(418, "{}")),
                answers(
                        "page",
                        FailureKind.WRONG_CONTENT_TYPE,
                        1,
                        answer(200, Samples.detail(), "Content-Type: text/html")),
                answers("another message", FailureKind.UNEXPECTED_BODY, 1, json(200, "{\"offline_message_id\":745}")));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void a_connection_that_failed_is_closed_and_its_place_is_free(Row row) throws Exception {
        try (var origin = new Origin(row.script());
                var upstream = upstream(origin, row)) {
            assertThat(upstream.fail(Samples.DETAIL).kind()).isEqualTo(row.kind());
            origin.awaitNoConnection();

            assertThat(origin.requests()).hasSize(row.calls());
            assertThat(upstream.calls(Route.DETAIL, row.kind().tag())).isEqualTo(row.calls());
            assertThat(upstream.calls()).isEqualTo(row.calls());
            assertThat(upstream.inFlight()).isZero();
            origin.script(serving(request -> FOUND));
            assertThat(upstream.fetch(Samples.DETAIL)).isInstanceOf(Outcome.Found.class);
        }
    }

    @ParameterizedTest
    @MethodSource("answers")
    void a_complete_but_unusable_answer_is_a_failure(Row row) {
        try (var origin = new Origin(row.script());
                var upstream = upstream(origin, row)) {
            assertThat(upstream.fail(Samples.DETAIL).kind()).isEqualTo(row.kind());

            assertThat(origin.requests())
                    .hasSize(row.calls())
                    .allMatch(sent -> sent.target().equals("/api/offlinemessages/744"));
            assertThat(upstream.calls(Route.DETAIL, row.kind().tag())).isEqualTo(row.calls());
            assertThat(upstream.inFlight()).isZero();
        }
    }

    static Stream<Row> goodAnswers() {
        String detail = new String(Samples.detail(), UTF_8);
        return Stream.of(
                row("by length", c -> c.write(FOUND)),
                row("in chunks", c -> {
                    c.write(OK + "Transfer-Encoding: chunked\r\n\r\n");
                    for (int i = 0; i < detail.length(); i++) {
                        c.write("1\r\n" + detail.charAt(i) + "\r\n");
                    }
                    c.write("0\r\n\r\n");
                }),
                row("to the end of the connection", c -> c.write(OK + "\r\n" + detail)),
                row("by HTTP/1.0", c -> c.write("HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n" + detail)),
                row("after an interim answer", c -> {
                    c.write("HTTP/1.1 100 Continue\r\n\r\n");
                    c.write(FOUND);
                }),
                row("after early hints", c -> {
                    c.write("HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n");
                    c.write(FOUND);
                }),
                row("some time after two interim answers", c -> {
                    c.write("HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n");
                    c.hangsUpWithin(Duration.ofMillis(50));
                    c.write(FOUND);
                }));
    }

    @ParameterizedTest
    @MethodSource("goodAnswers")
    void a_good_answer_is_read_whole_however_it_is_framed(Row row) {
        try (var origin = new Origin(row.script());
                var upstream = upstream(origin, row)) {
            assertThat(upstream.fetch(Samples.DETAIL))
                    .isInstanceOfSatisfying(
                            Outcome.Found.class,
                            found -> assertThat(found.body()).isEqualTo(Samples.detail()));
            assertThat(upstream.calls(Route.DETAIL, "found")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("goodAnswers")
    void a_body_at_the_limit_passes_and_one_byte_more_does_not(Row row) {
        int size = Samples.detail().length;
        try (var origin = new Origin(row.script());
                var exact = TestUpstream.at(origin.url())
                        .maxBody(DataSize.ofBytes(size))
                        .build();
                var short1 = TestUpstream.at(origin.url())
                        .maxBody(DataSize.ofBytes(size - 1))
                        .build()) {
            assertThat(exact.fetch(Samples.DETAIL)).isInstanceOf(Outcome.Found.class);
            assertThat(short1.fail(Samples.DETAIL).kind()).isEqualTo(FailureKind.BODY_TOO_LARGE);
        }
    }

    @ParameterizedTest
    @MethodSource("goodAnswers")
    void an_answer_for_another_message_is_never_taken(Row row) {
        try (var origin = new Origin(row.script());
                var upstream = upstream(origin, row)) {
            var other = new DetailRequest(Samples.ACCOUNT, new MessageId(745));

            assertThat(upstream.fail(other).kind()).isEqualTo(FailureKind.UNEXPECTED_BODY);
        }
    }

    /** Only a row that is about time may run out of it, however busy the machine is. */
    private static TestUpstream upstream(Origin origin, Row row) {
        var upstream = TestUpstream.at(origin.url()).connections(1);
        return switch (row.kind()) {
            case RESPONSE_TIMEOUT -> upstream.responseTimeout(SHORT).build();
            case DEADLINE_EXCEEDED -> upstream.deadline(SHORT).build();
            default -> upstream.build();
        };
    }

    private static Row row(String name, FailureKind kind, int calls, Origin.Script script) {
        return new Row(name, kind, calls, connection -> {
            if (connection.read() != null) {
                script.serve(connection);
            }
        });
    }

    private static Row row(String name, Origin.Script script) {
        return row(name, FailureKind.INTERNAL, 1, script);
    }

    private static Row answers(String name, FailureKind kind, int calls, byte[] answer) {
        return new Row(name, kind, calls, serving(request -> answer));
    }

    record Row(String name, FailureKind kind, int calls, Origin.Script script) {
        @Override
        public String toString() {
            return name;
        }
    }
}
