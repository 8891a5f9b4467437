package io.offlinemessages.gateway.faults;

import static io.offlinemessages.gateway.faults.Happening.GOOD_ANSWER;
import static io.offlinemessages.gateway.faults.Happening.NO_USABLE_ANSWER;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.offlinemessages.gateway.contract.Route;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;

/** Whole, well-framed answers with status 200 whose content is not the documented one, or is written oddly. */
final class ContentFaults {

    /** The gateways' {@code gateway.upstream.max-body}. */
    static final int LIMIT = 64 * 1024;

    private static final String GZIP = "Content-Encoding: gzip\r\n";

    private ContentFaults() {}

    static List<Fault<Asked.Script>> all() {
        var faults = new ArrayList<Fault<Asked.Script>>();
        faults.addAll(encodings());
        faults.addAll(types());
        faults.addAll(characters());
        faults.addAll(bodies());
        return faults;
    }

    private static List<Fault<Asked.Script>> encodings() {
        return List.of(
                encoded("gzip", GOOD_ANSWER, GZIP, ContentFaults::gzip),
                encoded("gzip that is none", NO_USABLE_ANSWER, GZIP, json -> json),
                encoded("gzip, cut", NO_USABLE_ANSWER, GZIP, json -> Arrays.copyOf(gzip(json), 25)),
                encoded("gzip with a wrong checksum", NO_USABLE_ANSWER, GZIP, json -> {
                    byte[] zipped = gzip(json);
                    zipped[zipped.length - 8] ^= 1;
                    return zipped;
                }),
                encoded("gzip of nothing", NO_USABLE_ANSWER, GZIP, json -> new byte[0]),
                encoded("gzip bomb", NO_USABLE_ANSWER, GZIP, json -> gzip(new byte[20_000_000])),
                encoded("gzip twice", NO_USABLE_ANSWER, "Content-Encoding: gzip, gzip\r\n", json -> gzip(gzip(json))),
                encoded("gzip that is not said", NO_USABLE_ANSWER, "", ContentFaults::gzip),
                encoded("another content coding", NO_USABLE_ANSWER, "Content-Encoding: br\r\n", json -> json));
    }

    private static Fault<Asked.Script> encoded(
            String name, Happening happening, String field, UnaryOperator<byte[]> coding) {
        return Fault.of(
                name,
                happening,
                asked -> asked.sendBody(
                        Asked.OK + field, coding.apply(asked.json().getBytes(UTF_8))));
    }

    private static List<Fault<Asked.Script>> types() {
        return List.of(
                typed(
                        "charset in capitals and quotes",
                        GOOD_ANSWER,
                        "Content-Type: application/json; charset=\"UTF-8\"\r\n"),
                typed(
                        "charset that is another",
                        NO_USABLE_ANSWER,
                        "Content-Type: application/json;charset=ISO-8859-1\r\n"),
                typed("charset that is unknown", NO_USABLE_ANSWER, "Content-Type: application/json;charset=leaked\r\n"),
                typed("no Content-Type", NO_USABLE_ANSWER, ""),
                typed("Content-Type of a page", NO_USABLE_ANSWER, "Content-Type: text/html\r\n"),
                typed("Content-Type that is malformed", NO_USABLE_ANSWER, "Content-Type: json\r\n"));
    }

    private static Fault<Asked.Script> typed(String name, Happening happening, String field) {
        return Fault.of(
                name,
                happening,
                asked -> asked.sendBody(
                        Asked.STATUS + Asked.LEAKS + field, asked.json().getBytes(UTF_8)));
    }

    private static List<Fault<Asked.Script>> characters() {
        return List.of(
                bytes("byte order mark", GOOD_ANSWER, json -> ("\ufeff" + json).getBytes(UTF_8)),
                bytes("byte order mark twice", NO_USABLE_ANSWER, json -> ("\ufeff\ufeff" + json).getBytes(UTF_8)),
                bytes("UTF-16 with its mark", NO_USABLE_ANSWER, json -> json.getBytes(UTF_16)),
                bytes(
                        "bytes that are no UTF-8",
                        NO_USABLE_ANSWER,
                        json -> json.replace("new", "\u00e9").getBytes(ISO_8859_1)));
    }

    private static Fault<Asked.Script> bytes(String name, Happening happening, Function<String, byte[]> body) {
        return Fault.of(name, happening, asked -> asked.sendBody(Asked.OK, body.apply(asked.json())));
    }

    private static List<Fault<Asked.Script>> bodies() {
        return List.of(
                useless("empty body", json -> ""),
                useless("blank body", json -> " \r\n"),
                useless("a page", json -> "<html>leaked</html>"),
                useless("null", json -> "null"),
                useless("JSON, cut", json -> json.substring(0, json.length() - 1)),
                useless("JSON twice", json -> json + json),
                useless("JSON with a comment", json -> json.replace(":", ":/* leaked */")),
                useless("object for array, array for object", json -> json.startsWith("[") ? "{}" : "[" + json + "]"),
                useless("duplicate keys", json -> json.replace("\"subject\"", "\"leaked\":1,\"leaked\":2,\"subject\"")),
                useless("the id twice", json -> json.replace("{", "{\"offline_message_id\":1,")),
                useless(
                        "depth of 10,000",
                        json -> json.replace(
                                "\"new\"", "\"new\",\"leaked\":" + "[".repeat(10_000) + "]".repeat(10_000))),
                useless("NaN", json -> json.replace("\"new\"", "\"new\",\"received_time\":NaN")),
                useless("no id", json -> json.replace("offline_message_id", "leaked_id")),
                useless("an id that is text", json -> json.replaceAll("([0-9]+)", "\"$1\"")),
                useless("a field of another type", json -> json.replace("\"new\"", "4711")),
                Fault.of(
                        "another message's id",
                        NO_USABLE_ANSWER,
                        asked -> asked.sendJson(Asked.json(
                                asked.route(), asked.route() == Route.DETAIL ? asked.number() + 1 : -1, "leaked"))),
                useless("one byte over the limit", ContentFaults::overLimit),
                Fault.of("one byte over the limit, in chunks", NO_USABLE_ANSWER, asked -> {
                    asked.send(Asked.OK + "Transfer-Encoding: chunked\r\n\r\n10001\r\n" + overLimit(asked.json()));
                    asked.send("\r\n0\r\n\r\n");
                }));
    }

    private static Fault<Asked.Script> useless(String name, UnaryOperator<String> body) {
        return Fault.of(name, NO_USABLE_ANSWER, asked -> asked.sendJson(body.apply(asked.json())));
    }

    private static String overLimit(String json) {
        return json + " ".repeat(LIMIT + 1 - json.length());
    }

    static byte[] gzip(byte[] plain) {
        var zipped = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(zipped)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }
}
