package io.offlinemessages.gateway.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What the scanner accepts, the parser accepts with the same digests; and it accepts what is usual. */
class MessageScannerTest {

    /** {@code -Dscanner.mutations=10000000} tries as many; a build tries a share of them. */
    private static final int MUTATIONS = Integer.getInteger("scanner.mutations", 100_000);

    private static final String NESTED = "[".repeat(14) + "{\"a\":1}" + "]".repeat(14);

    /** Bodies of a detail that need no parser. */
    static final List<String> USUAL = List.of(
            new String(Samples.detail(), UTF_8),
            "{\"offline_message_id\":744}",
            " \r\n\t{ \"offline_message_id\" : 744 , \"subject\" : null } \n",
            "{\"offline_message_id\":744,\"visitor_id\":-0,\"received_time\":1.429082063768E12,\"unread\":null}",
            "{\"visitor_id\":9223372036854775808,\"received_time\":-1e+2147483648,\"unread\":0.50,\"offline_message_id\":744}",
            "{\"offline_message_id\":744,\"visitor_name\":\"Zoë Müller\",\"subject\":\"Привет €\",\"message\":\"😀 \\\"\\\\\\/\\b\\f\\n\\r\\t\"}",
            "{\"offline_message_id\":744,\"subject\":\"\\ud83d\\uDE00 \\u0000 \\ud83d\",\"message\":\"a\u007f\uffff\u0800\u07ff\"}",
            "{\"offline_message_id\":744,\"vip\":true,\"tags\":[\"a\",{\"b\":{},\"c\":[]},false,null,1.5],\"u\":\"\\u00fc\"}",
            "{\"offline_message_id\":744,\"deep\":" + NESTED + ",\"reply_message_count\":null,\"reply_messages\":null}",
            "{\"offline_message_id\":744,\"reply_messages\":[{},{\"agent_id\":1,\"mood\":{\"a\":\"ö\"},\"email\":\"é\",\"first_name\":null}]}");

    private static final List<String> PIECES = List.of(
            "\"",
            "\\",
            "\\u",
            "\\u12",
            "\\ud83d",
            "\\\"",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "0",
            "1",
            "-",
            "+",
            ".",
            "e",
            "E9",
            "null",
            "true",
            "false",
            "nul",
            " ",
            "\t",
            "\n",
            "\u0000",
            "\u001f",
            "\u007f",
            "\uFEFF",
            "é",
            "€",
            "😀",
            "{}",
            "[]",
            "\"a\":1,",
            ",\"a\":[{\"b\":1,\"b\":2}]",
            "\"offline_message_id\":744",
            "\"unread\":",
            "\"message\":\"",
            "\"reply_messages\":[",
            "\"reply_message_count\":",
            "//",
            "/**/",
            "NaN",
            "01",
            "123456789012345678",
            "9223372036854775807",
            "1e999999999");

    private final Random random = new Random(20_260_202);

    private enum Body {
        DETAIL,
        LIST
    }

    @ParameterizedTest
    @FieldSource("USUAL")
    void a_usual_body_is_accepted_without_the_parser(String detail) {
        assertThat(scanned(Body.DETAIL, detail.getBytes(UTF_8))).isNotNull();
        assertThat(scanned(Body.LIST, ("[" + detail + "," + detail + "]").getBytes(UTF_8)))
                .hasSize(2);
        assertAgreement(Body.DETAIL, detail.getBytes(UTF_8));
        assertAgreement(Body.LIST, ("[" + detail + "," + detail + "]").getBytes(UTF_8));
    }

    @Test
    void usual_lists_are_accepted_without_the_parser() {
        assertThat(scanned(Body.LIST, Samples.list())).isNotEmpty();
        assertThat(scanned(Body.LIST, " [ ] ".getBytes(UTF_8))).isEmpty();
    }

    /** An octet that differs, at each place, with each value; and each truncation. */
    @Test
    void the_parser_accepts_each_accepted_body_with_one_changed_octet_with_the_same_digests() {
        for (String detail : USUAL) {
            byte[] body = detail.getBytes(UTF_8);
            for (int at = 0; at < Math.min(body.length, 250); at++) {
                assertAgreement(Body.DETAIL, Arrays.copyOf(body, at));
                byte was = body[at];
                for (int octet = 0; octet < 256; octet++) {
                    body[at] = (byte) octet;
                    assertAgreement(Body.DETAIL, body);
                }
                body[at] = was;
            }
        }
    }

    @Test
    void the_parser_accepts_each_accepted_mutated_body_with_the_same_digests() {
        for (Body kind : Body.values()) {
            var bodies = new ArrayList<byte[]>();
            for (String detail : USUAL) {
                bodies.add(
                        (kind == Body.DETAIL ? detail : "[" + detail + ",{\"offline_message_id\":1}]").getBytes(UTF_8));
            }
            int accepted = 0;
            for (int i = 0; i < MUTATIONS / 2; i++) {
                byte[] body = mutated(bodies.get(random.nextInt(bodies.size())), bodies);
                if (assertAgreement(kind, body)) {
                    accepted++;
                    keep(bodies, body);
                }
            }
            assertThat(accepted).as("accepted of the mutated bodies").isGreaterThan(MUTATIONS / 20);
        }
    }

    /** Bodies that are accepted are mutated further, so that they come to differ from the first ones in many places. */
    private void keep(List<byte[]> bodies, byte[] body) {
        if (body.length > 1_500) {
            return;
        }
        if (bodies.size() < 500) {
            bodies.add(body);
        } else {
            bodies.set(USUAL.size() + random.nextInt(bodies.size() - USUAL.size()), body);
        }
    }

    private byte[] mutated(byte[] body, List<byte[]> others) {
        byte[] mutated = body;
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            int from = random.nextInt(mutated.length + 1);
            int to = Math.min(mutated.length, from + random.nextInt(1 << random.nextInt(6)));
            mutated = switch (random.nextInt(6)) {
                case 0 ->
                    spliced(mutated, from, Math.min(from + 1, mutated.length), new byte[] {(byte) random.nextInt(256)});
                case 1 -> spliced(mutated, from, from, piece());
                case 2 -> spliced(mutated, from, to, piece());
                case 3 -> spliced(mutated, from, to, new byte[0]);
                case 4 -> spliced(mutated, from, from, part(mutated));
                default -> spliced(mutated, from, to, part(others.get(random.nextInt(others.size()))));
            };
        }
        return mutated;
    }

    private byte[] piece() {
        return PIECES.get(random.nextInt(PIECES.size())).getBytes(UTF_8);
    }

    private byte[] part(byte[] body) {
        int from = random.nextInt(body.length + 1);
        return Arrays.copyOfRange(body, from, Math.min(body.length, from + random.nextInt(40)));
    }

    private static byte[] spliced(byte[] body, int from, int to, byte[] piece) {
        byte[] spliced = Arrays.copyOf(body, from + piece.length + body.length - to);
        System.arraycopy(piece, 0, spliced, from, piece.length);
        System.arraycopy(body, to, spliced, from + piece.length, body.length - to);
        return spliced;
    }

    /** Whether the scanner accepts. */
    private static boolean assertAgreement(Body kind, byte[] body) {
        List<MessageDigests> scanned = scanned(kind, body);
        if (scanned != null && !areEqual(scanned, parsed(kind, body))) {
            throw new AssertionError("accepted, but not by the parser, or with other digests: " + Arrays.toString(body)
                    + " = " + new String(body, UTF_8));
        }
        return scanned != null;
    }

    private static boolean areEqual(List<MessageDigests> scanned, @Nullable List<MessageDigests> parsed) {
        if (parsed == null || parsed.size() != scanned.size()) {
            return false;
        }
        for (int i = 0; i < parsed.size(); i++) {
            MessageDigests one = scanned.get(i);
            MessageDigests other = parsed.get(i);
            if (one.id() != other.id() || one.likenesses(other) != MessageDigests.ALL) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable List<MessageDigests> scanned(Body kind, byte[] body) {
        return kind == Body.LIST ? MessageScanner.list(body) : alone(MessageScanner.detail(body, 744));
    }

    private static @Nullable List<MessageDigests> parsed(Body kind, byte[] body) {
        return kind == Body.LIST ? MessageParser.list(body) : alone(MessageParser.detail(body, 744));
    }

    private static @Nullable List<MessageDigests> alone(@Nullable MessageDigests message) {
        return message == null ? null : List.of(message);
    }
}
