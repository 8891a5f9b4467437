package io.offlinemessages.gateway.faults;

import static io.offlinemessages.gateway.faults.Happening.GOOD_ANSWER;
import static io.offlinemessages.gateway.faults.Happening.NO_ANSWER_IN_TIME;
import static io.offlinemessages.gateway.faults.Happening.NO_USABLE_ANSWER;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.function.UnaryOperator;

/** Answers that are no HTTP, or whose body is framed wrongly or oddly. */
final class FramingFaults {

    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";

    private FramingFaults() {}

    static List<Fault<Asked.Script>> all() {
        return List.of(
                whole("garbage: another protocol", NO_USABLE_ANSWER, json -> "SSH-2.0-leaked\r\n\r\n"),
                whole("garbage: bytes", NO_USABLE_ANSWER, json -> "\u0000\u0001\u00fe\u00ff\r\n\r\n"),
                whole("garbage: a long line", NO_USABLE_ANSWER, json -> "leaked ".repeat(3_000)),
                whole("garbage: JSON without a head", NO_USABLE_ANSWER, json -> json + "\r\n\r\n"),
                whole(
                        "garbage: a TLS alert",
                        NO_USABLE_ANSWER,
                        json -> "\u0015\u0003\u0003\u0000\u0002\u0002(\r\n\r\n"),
                whole("status line without a status", NO_USABLE_ANSWER, json -> "HTTP/1.1\r\n\r\n"),
                whole("status that is no number", NO_USABLE_ANSWER, json -> "HTTP/1.1 abc Leaked\r\n\r\n"),
                whole("status below 0", NO_USABLE_ANSWER, json -> "HTTP/1.1 -200 Leaked\r\n\r\n"),
                whole(
                        "status of four digits",
                        NO_USABLE_ANSWER,
                        json -> "HTTP/1.1 2000 Leaked\r\nContent-Length: 0\r\n\r\n"),
                whole(
                        "another protocol's version",
                        NO_USABLE_ANSWER,
                        json -> "ICY 200 OK\r\n" + Asked.JSON + length(json) + json),
                whole(
                        "Content-Length too small",
                        NO_USABLE_ANSWER,
                        json -> Asked.OK + length(json.substring(3)) + json),
                whole(
                        "Content-Length one too small",
                        NO_USABLE_ANSWER,
                        json -> Asked.OK + length(json.substring(1)) + json),
                whole("Content-Length 0 and a body", NO_USABLE_ANSWER, json -> Asked.OK + length("") + json),
                Fault.of("Content-Length too large, then closed", NO_USABLE_ANSWER, asked -> {
                    asked.send(Asked.OK + length(asked.json() + "  ") + asked.json());
                    asked.connection().close();
                }),
                Fault.of("Content-Length too large, then silence", NO_ANSWER_IN_TIME, asked -> {
                    asked.send(Asked.OK + length(asked.json() + "  ") + asked.json());
                    asked.connection().awaitHangUp();
                }),
                whole(
                        "Content-Length beyond 64 bits",
                        NO_USABLE_ANSWER,
                        json -> Asked.OK + "Content-Length: 99999999999999999999\r\n\r\n" + json),
                whole(
                        "Content-Length twice, the same",
                        NO_USABLE_ANSWER,
                        json -> Asked.OK + "Content-Length: " + json.length() + "\r\n" + length(json) + json),
                whole(
                        "Content-Length twice, not the same",
                        NO_USABLE_ANSWER,
                        json -> Asked.OK + "Content-Length: 3\r\n" + length(json) + json),
                whole(
                        "Content-Length with two numbers",
                        NO_USABLE_ANSWER,
                        json -> Asked.OK + "Content-Length: " + json.length() + ", 3\r\n\r\n" + json),
                whole(
                        "Content-Length below 0",
                        NO_USABLE_ANSWER,
                        json -> Asked.OK + "Content-Length: -1\r\n\r\n" + json),
                whole(
                        "Content-Length with a plus",
                        NO_USABLE_ANSWER,
                        json -> Asked.OK + "Content-Length: +" + json.length() + "\r\n\r\n" + json),
                whole(
                        "Content-Length that is no number",
                        NO_USABLE_ANSWER,
                        json -> Asked.OK + "Content-Length: many\r\n\r\n" + json),
                chunked("chunks", GOOD_ANSWER, json -> chunk(json) + "0\r\n\r\n"),
                chunked(
                        "chunk with extensions",
                        GOOD_ANSWER,
                        json -> hex(json) + ";leaked=\"1\"\r\n" + json + "\r\n0;leaked\r\n\r\n"),
                chunked("chunk of no hexadecimal size", NO_USABLE_ANSWER, json -> "xyz\r\n" + json + "\r\n0\r\n\r\n"),
                chunked("chunk without a size", NO_USABLE_ANSWER, json -> "\r\n" + json + "\r\n0\r\n\r\n"),
                chunked("chunk of a size below 0", NO_USABLE_ANSWER, json -> "-1\r\n" + json + "\r\n0\r\n\r\n"),
                chunked(
                        "chunk of a size beyond 64 bits",
                        NO_USABLE_ANSWER,
                        json -> "fffffffffffffffff\r\n" + json + "\r\n0\r\n\r\n"),
                chunked(
                        "chunk size too small",
                        NO_USABLE_ANSWER,
                        json -> hex(json.substring(1)) + "\r\n" + json + "\r\n0\r\n\r\n"),
                chunked(
                        "chunk size too large",
                        NO_USABLE_ANSWER,
                        json -> hex(json + "  ") + "\r\n" + json + "\r\n0\r\n\r\n"),
                chunked(
                        "trailers",
                        GOOD_ANSWER,
                        json -> chunk(json) + "0\r\nSet-Cookie: leaked=2\r\nX-Leaked: leaked\r\n\r\n"),
                chunked("malformed trailers", NO_USABLE_ANSWER, json -> chunk(json) + "0\r\nleaked\u0000\r\n\r\n"),
                whole(
                        "Transfer-Encoding and Content-Length",
                        NO_USABLE_ANSWER,
                        json -> Asked.OK + CHUNKED + length("123") + chunk(json) + "0\r\n\r\n"),
                whole(
                        "Transfer-Encoding twice",
                        NO_USABLE_ANSWER,
                        json -> Asked.OK + CHUNKED + CHUNKED + "\r\n" + chunk(json) + "0\r\n\r\n"),
                Fault.of("Transfer-Encoding of two codings", NO_USABLE_ANSWER, asked -> {
                    asked.send(Asked.OK + "Transfer-Encoding: gzip, chunked\r\n\r\n");
                    byte[] zipped = ContentFaults.gzip(asked.json().getBytes(UTF_8));
                    asked.send(Integer.toHexString(zipped.length) + "\r\n");
                    asked.connection().write(zipped);
                    asked.send("\r\n0\r\n\r\n");
                }),
                whole("a second answer that nobody asked for", GOOD_ANSWER, json -> good(json) + good(json)),
                whole(
                        "a second answer, half of it",
                        GOOD_ANSWER,
                        json -> good(json) + Asked.OK + "Content-Length: 99\r\n\r\n{"),
                whole("garbage after the body", GOOD_ANSWER, json -> good(json) + "leaked"),
                whole("line ends after the body", GOOD_ANSWER, json -> good(json) + "\r\n\r\n"));
    }

    private static Fault<Asked.Script> whole(String name, Happening happening, UnaryOperator<String> answer) {
        return Fault.of(name, happening, asked -> asked.send(answer.apply(asked.json())));
    }

    private static Fault<Asked.Script> chunked(String name, Happening happening, UnaryOperator<String> body) {
        return whole(name, happening, json -> Asked.OK + CHUNKED + "\r\n" + body.apply(json));
    }

    private static String good(String json) {
        return Asked.OK + length(json) + json;
    }

    private static String length(String body) {
        return "Content-Length: " + body.length() + "\r\n\r\n";
    }

    private static String chunk(String text) {
        return hex(text) + "\r\n" + text + "\r\n";
    }

    private static String hex(String text) {
        return Integer.toHexString(text.length());
    }
}
