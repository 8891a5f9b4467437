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
        assertThat(MessageShape.isDetail(Samples.detail(), 744)).isTrue();
        assertThat(MessageShape.isList(Samples.list())).isTrue();
    }

    @Test
    void the_documented_samples_do_not_fit_each_other() {
        assertThat(MessageShape.isDetail(Samples.list(), 744)).isFalse();
        assertThat(MessageShape.isList(Samples.detail())).isFalse();
    }

    @Test
    void a_detail_with_another_id_does_not_fit() {
        assertThat(MessageShape.isDetail(Samples.detail(), 745)).isFalse();
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
    void a_detail_that_fits(String json) {
        assertThat(MessageShape.isDetail(json.getBytes(UTF_8), 744)).isTrue();
        assertThat(MessageShape.isList(("[" + json + "," + json + "]").getBytes(UTF_8)))
                .isTrue();
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
    void a_message_that_does_not_fit(String json) {
        assertThat(MessageShape.isDetail(json.getBytes(UTF_8), 744)).isFalse();
        // In a list the id may be any positive number, but the rest of the shape is the same.
        assertThat(MessageShape.isList(("[" + MINIMAL + "," + json + "]").getBytes(UTF_8)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "null", "744", "\"744\"", "true", "[744]", "[null]", "[[]]", "[{}]", "[", "]", "<html>"
            })
    void a_body_that_is_neither(String json) {
        assertThat(MessageShape.isDetail(json.getBytes(UTF_8), 744)).isFalse();
        assertThat(MessageShape.isList(json.getBytes(UTF_8))).isFalse();
    }

    @Test
    void an_empty_list_fits() {
        assertThat(MessageShape.isList("[]".getBytes(UTF_8))).isTrue();
    }

    @Test
    void a_list_with_anything_after_it_does_not_fit() {
        assertThat(MessageShape.isList(("[" + MINIMAL + "][]").getBytes(UTF_8))).isFalse();
        assertThat(MessageShape.isList(("[" + MINIMAL + ",]").getBytes(UTF_8))).isFalse();
    }

    @Test
    void the_largest_id_fits() {
        byte[] json = "{\"offline_message_id\":9223372036854775807}".getBytes(UTF_8);

        assertThat(MessageShape.isDetail(json, Long.MAX_VALUE)).isTrue();
        assertThat(MessageShape.isDetail(json, Long.MAX_VALUE - 1)).isFalse();
    }

    @Test
    void nesting_is_followed_down_to_64_levels() {
        assertThat(MessageShape.isDetail(nested(63), 744)).isTrue();
        assertThat(MessageShape.isDetail(nested(64), 744)).isFalse();
        assertThat(MessageShape.isDetail(nested(500_000), 744)).isFalse();
    }

    @Test
    void every_truncation_of_the_samples_is_refused() {
        byte[] detail = new String(Samples.detail(), UTF_8).strip().getBytes(UTF_8);
        byte[] list = new String(Samples.list(), UTF_8).strip().getBytes(UTF_8);

        for (int length = 0; length < detail.length; length++) {
            assertThat(MessageShape.isDetail(Arrays.copyOf(detail, length), 744))
                    .isFalse();
        }
        for (int length = 0; length < list.length; length++) {
            assertThat(MessageShape.isList(Arrays.copyOf(list, length))).isFalse();
        }
    }

    @ParameterizedTest
    @FieldSource("NOT_UTF_8")
    void bytes_that_are_no_utf_8_are_refused_wherever_they_stand(int[] bytes) {
        assertThat(MessageShape.isDetail(with("message", bytes), 744)).isFalse();
        assertThat(MessageShape.isDetail(with("unknown", bytes), 744)).isFalse();
    }

    @ParameterizedTest
    @FieldSource("OTHER_CHARSETS")
    void json_in_another_encoding_than_utf_8_is_refused(Charset charset) {
        assertThat(MessageShape.isDetail(MINIMAL.getBytes(charset), 744)).isFalse();
        assertThat(MessageShape.isDetail(("\uFEFF" + MINIMAL).getBytes(charset), 744))
                .isFalse();
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
