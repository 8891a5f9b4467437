package io.offlinemessages.gateway.faults;

import static io.offlinemessages.gateway.faults.Happening.GOOD_ANSWER;
import static io.offlinemessages.gateway.faults.Happening.NO_USABLE_ANSWER;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Good answers with header fields that must go no further, or that are malformed. */
final class FieldFaults {

    private FieldFaults() {}

    static List<Fault<Asked.Script>> all() {
        return List.of(
                fields("Set-Cookie", GOOD_ANSWER, "Set-Cookie: leaked=1; Path=/\r\nSet-Cookie2: leaked\r\n"),
                fields(
                        "hop-by-hop fields",
                        GOOD_ANSWER,
                        String.join(
                                "\r\n",
                                "Connection: X-Leaked, keep-alive",
                                "X-Leaked: 1",
                                "Keep-Alive: timeout=leaked",
                                "Upgrade: leaked",
                                "TE: leaked",
                                "Trailer: X-Leaked",
                                "Proxy-Authenticate: Basic realm=leaked",
                                "Proxy-Connection: leaked",
                                "")),
                fields("Connection: close, but open", GOOD_ANSWER, "Connection: close\r\n"),
                fields("CR LF and a field in a value", GOOD_ANSWER, "X-Leaked: a\r\nSet-Cookie: leaked=1\r\n"),
                fields("LF alone", NO_USABLE_ANSWER, "X-Leaked: a\nSet-Cookie: leaked=1\r\n"),
                fields("CR alone", NO_USABLE_ANSWER, "X-Leaked: a\rSet-Cookie: leaked=1\r\n"),
                fields("NUL in a value", NO_USABLE_ANSWER, "X-Leaked: a\u0000b\r\n"),
                fields("a folded line", GOOD_ANSWER, "X-Leaked: a\r\n leaked: b\r\n"),
                fields("a field without a colon", NO_USABLE_ANSWER, "leaked\r\n"),
                fields("a field without a name", NO_USABLE_ANSWER, ": leaked\r\n"),
                fields("bytes beyond ASCII in a value", GOOD_ANSWER, "X-Leaked: \u00e9\r\n"),
                fields("a long field", NO_USABLE_ANSWER, "X-Leaked: " + "x".repeat(100_000) + "\r\n"),
                fields("ten thousand fields", NO_USABLE_ANSWER, "X-Leaked: x\r\n".repeat(10_000)));
    }

    private static Fault<Asked.Script> fields(String name, Happening happening, String fields) {
        return Fault.of(
                name,
                happening,
                asked -> asked.sendBody(Asked.OK + fields, asked.json().getBytes(StandardCharsets.UTF_8)));
    }
}
