package io.offlinemessages.gateway.upstream;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageShapeTest {

    private static final String MINIMAL = "{\"offline_message_id\":744}";

    /** Bytes that are no UTF-8: stray continuation, overlong, surrogate, beyond U+10FFFF, cut short, Latin-1. */
    static final List<int[]> NOT_UTF_8 = List.of(
            new int[] {0x80},
            new int[] {0xC0, 0xAF},
            new int[] {0xE0, 0x80, 0xAF},
            new int[] {0xED, 0xA0, 0x80},
            new int[] {0xF4, 0x90, 0x80, 0x80},
            new int[] {0xF8, 0x88, 0x80, 0x80, 0x80},
            new int[] {0xE2, 0x82},
            new int[] {0xE9});

    static final List<Charset> OTHER_CHARSETS =
            List.of(UTF_16BE, UTF_16LE, Charset.forName("UTF-32BE"), Charset.forName("UTF-32LE"));

    @Test
    void the_documented_samples_fit() {
        assertThat(MessageShape.detail(Samples.detail(), 744)).isNotNull();
        assertThat(MessageShape.list(Samples.list())).isNotNull();
    }

    @Test
    void the_documented_samples_do_not_fit_each_other() {
        assertThat(MessageShape.detail(Samples.list(), 744)).isNull();
        assertThat(MessageShape.list(Samples.detail())).isNull();
    }

    @Test
    void a_detail_with_another_id_does_not_fit() {
        assertThat(MessageShape.detail(Samples.detail(), 745)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                MINIMAL,
                " \r\n\t{\"offline_message_id\" : 744}\n",
                "{\"offline_message_id\":744,\"visitor_id\":null,\"visitor_name\":null,\"subject\":null,\"message\":null,"
                        + "\"received_time\":null,\"unread\":null,\"reply_message_count\":null,\"reply_messages\":null}",
                "{\"offline_message_id\":744,\"received_time\":1.429082063768E12}",
                "{\"offline_message_id\":744,\"reply_messages\":[]}",
                "{\"offline_message_id\":744,\"reply_messages\":[{}]}",
                "{\"offline_message_id\":744,\"reply_messages\":[{\"agent_id\":null,\"email\":null}]}",
                "{\"offline_message_id\":744,\"reply_messages\":[{\"mood\":[{\"offline_message_id\":1}]}]}",
                "{\"tags\":{\"a\":[1,{}]},\"offline_message_id\":744,\"vip\":true}",
                "{\"offline_message_id\":744,\"message\":\"\u00e9 \u20ac \ud83d\ude00 \\ud83d\\ude00 \\u0000\"}",
            })
    void these_details_fit(String json) {
        assertThat(MessageShape.detail(json.getBytes(UTF_8), 744)).isNotNull();
        assertThat(MessageShape.list(("[" + json + "," + json + "]").getBytes(UTF_8)))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"offline_message_id\":null}",
                "{\"offline_message_id\":\"744\"}",
                "{\"offline_message_id\":744.0}",
                "{\"offline_message_id\":true}",
                "{\"offline_message_id\":[744]}",
                "{\"offline_message_id\":-744}",
                "{\"offline_message_id\":0744}",
                "{\"offline_message_id\":+744}",
                "{\"offline_message_id\":18446744073709552360}",
                "{\"offline_message_id\":NaN}",
                "{\"offline_message_id\":744,\"offline_message_id\":744}",
                "{\"offline_message_id\":745,\"offline_message_id\":744}",
                "{\"offline_message_id\":744,\"extra\":1,\"extra\":1}",
                "{\"offline_message_id\":744,\"extra\":{\"a\":1,\"a\":2}}",
                "{\"offline_message_id\":744,\"visitor_id\":\"203305\"}",
                "{\"offline_message_id\":744,\"visitor_name\":5}",
                "{\"offline_message_id\":744,\"visitor_email\":true}",
                "{\"offline_message_id\":744,\"visitor_phone\":23444445555}",
                "{\"offline_message_id\":744,\"subject\":{}}",
                "{\"offline_message_id\":744,\"message\":[]}",
                "{\"offline_message_id\":744,\"received_time\":\"now\"}",
                "{\"offline_message_id\":744,\"unread\":false}",
                "{\"offline_message_id\":744,\"unread\":NaN}",
                "{\"offline_message_id\":744,\"unread\":Infinity}",
                "{\"offline_message_id\":744,\"reply_message_count\":\"4\"}",
                "{\"offline_message_id\":744,\"reply_messages\":{}}",
                "{\"offline_message_id\":744,\"reply_messages\":\"none\"}",
                "{\"offline_message_id\":744,\"reply_messages\":[null]}",
                "{\"offline_message_id\":744,\"reply_messages\":[[]]}",
                "{\"offline_message_id\":744,\"reply_messages\":[{\"reply_message\":1}]}",
                "{\"offline_message_id\":744,\"reply_messages\":[{\"message_reply_time\":\"1\"}]}",
                "{\"offline_message_id\":744,\"reply_messages\":[{\"agent_id\":\"465\"}]}",
                "{\"offline_message_id\":744,\"reply_messages\":[{\"first_name\":{}}]}",
                "{\"offline_message_id\":744,\"reply_messages\":[{\"last_name\":[]}]}",
                "{\"offline_message_id\":744,\"reply_messages\":[{\"email\":false}]}",
                "{\"offline_message_id\":744,}",
                "{\"offline_message_id\":744",
                "{\"offline_message_id\":744,\"message\":\"cut",
                "{\"offline_message_id\":744}}",
                "{\"offline_message_id\":744}]",
                "{\"offline_message_id\":744} {}",
                "{\"offline_message_id\":744}garbage",
                "{offline_message_id:744}",
                "{'offline_message_id':744}",
                "{\"offline_message_id\":744,\"message\":\"line\nbreak\"}",
                "{\"offline_message_id\":744,\"message\":\"\\x\"}",
                "{\"offline_message_id\":744} // comment",
                "\uFEFF{\"offline_message_id\":744}",
                "{\"status\":\"success\",\"body\":[{\"offline_message_id\":744}]}",
                "{\"error\":[{\"code\":404,\"message\":\"No Record found\"}]}",
            })
    void these_messages_do_not_fit(String json) {
        assertThat(MessageShape.detail(json.getBytes(UTF_8), 744)).isNull();
        // In a list the id may be any positive number, but the rest of the shape is the same.
        assertThat(MessageShape.list(("[" + MINIMAL + "," + json + "]").getBytes(UTF_8)))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "null", "744", "\"744\"", "true", "[744]", "[null]", "[[]]", "[{}]", "[", "]", "<html>"
            })
    void these_bodies_are_neither_a_detail_nor_a_list(String json) {
        assertThat(MessageShape.detail(json.getBytes(UTF_8), 744)).isNull();
        assertThat(MessageShape.list(json.getBytes(UTF_8))).isNull();
    }

    @Test
    void an_empty_list_fits() {
        assertThat(MessageShape.list("[]".getBytes(UTF_8))).isNotNull();
    }

    @Test
    void a_list_with_anything_after_it_does_not_fit() {
        assertThat(MessageShape.list(("[" + MINIMAL + "][]").getBytes(UTF_8))).isNull();
        assertThat(MessageShape.list(("[" + MINIMAL + ",]").getBytes(UTF_8))).isNull();
    }

    @Test
    void the_largest_id_fits() {
        byte[] json = "{\"offline_message_id\":9223372036854775807}".getBytes(UTF_8);

        assertThat(MessageShape.detail(json, Long.MAX_VALUE)).isNotNull();
        assertThat(MessageShape.detail(json, Long.MAX_VALUE - 1)).isNull();
    }

    @Test
    void nesting_is_followed_down_to_64_levels() {
        assertThat(MessageShape.detail(nested(63), 744)).isNotNull();
        assertThat(MessageShape.detail(nested(64), 744)).isNull();
        assertThat(MessageShape.detail(nested(500_000), 744)).isNull();
    }

    @Test
    void every_truncation_of_the_samples_is_refused() {
        byte[] detail = new String(Samples.detail(), UTF_8).strip().getBytes(UTF_8);
        byte[] list = new String(Samples.list(), UTF_8).strip().getBytes(UTF_8);

        for (int length = 0; length < detail.length; length++) {
            assertThat(MessageShape.detail(Arrays.copyOf(detail, length), 744)).isNull();
        }
        for (int length = 0; length < list.length; length++) {
            assertThat(MessageShape.list(Arrays.copyOf(list, length))).isNull();
        }
    }

    @ParameterizedTest
    @FieldSource("NOT_UTF_8")
    void bytes_that_are_no_utf_8_are_refused_wherever_they_stand(int[] bytes) {
        assertThat(MessageShape.detail(with("message", bytes), 744)).isNull();
        assertThat(MessageShape.detail(with("unknown", bytes), 744)).isNull();
    }

    @ParameterizedTest
    @FieldSource("OTHER_CHARSETS")
    void json_in_another_encoding_than_utf_8_is_refused(Charset charset) {
        assertThat(MessageShape.detail(MINIMAL.getBytes(charset), 744)).isNull();
        assertThat(MessageShape.detail(("\uFEFF" + MINIMAL).getBytes(charset), 744))
                .isNull();
    }

    private static byte[] nested(int levels) {
        return ("{\"offline_message_id\":744,\"extra\":" + "[".repeat(levels) + "]".repeat(levels) + "}")
                .getBytes(UTF_8);
    }

    private static byte[] with(String field, int[] value) {
        var json = new ByteArrayOutputStream();
        json.writeBytes(("{\"offline_message_id\":744,\"" + field + "\":\"").getBytes(UTF_8));
        for (int b : value) {
            json.write(b);
        }
        json.writeBytes("\"}".getBytes(UTF_8));
        return json.toByteArray();
    }
}
