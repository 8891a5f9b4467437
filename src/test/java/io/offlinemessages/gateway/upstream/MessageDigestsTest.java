package io.offlinemessages.gateway.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageDigestsTest {

    @Test
    void a_row_and_its_detail_of_the_documented_samples_do_not_differ() {
        MessageDigests detail = Objects.requireNonNull(MessageShape.detail(Samples.detail(), 744));
        MessageDigests row =
                Objects.requireNonNull(MessageShape.list(Samples.list())).get(0);

        assertThat(row.id()).isEqualTo(744);
        assertThat(detail.differences(row)).isZero();
        assertThat(detail.likenesses(row)).isEqualTo(MessageDigests.ALL);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "visitor_id":7                      | "visitor_id":7.0
            "visitor_id":7                      | "visitor_id":7e0
            "visitor_id":0                      | "visitor_id":-0
            "visitor_id":0                      | "visitor_id":-0.0e9
            "received_time":1429082063768       | "received_time":1.429082063768E12
            "received_time":1429082063768       | "received_time":14290820637680e-1
            "received_time":9223372036854775807 | "received_time":9223372036854775807.0
            "received_time":10000000000000000000| "received_time":1e19
            "received_time":0.5                 | "received_time":50e-2
            "received_time":1e2147483648        | "received_time":1e2147483648
            "subject":"A"                       | "subject":"\\u0041"
            "subject":"\u20ac \ud83d\ude00"     | "subject":"\\u20AC \\uD83D\\ude00"
            "subject":"a/b"                     | "subject":"a\\/b"
            "subject":""                        | "subject" : ""
            "subject":null                      | "subject": null
            "unread":1,"subject":"a"            | "subject":"a","unread":1
            "subject":"a","mood":"good"         | "subject":"a","mood":"bad"
            "subject":"a"                       | "unread":1
            "subject":"a"                       | "visitor_name":null
            """)
    void values_that_are_equal_or_not_there_do_not_differ(String one, String other) {
        assertThat(row(one).differences(row(other))).isZero();
        assertThat(row(other).differences(row(one))).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            visitor_id          | 7                    | 8
            visitor_id          | 7                    | -7
            visitor_id          | 0                    | null
            visitor_name        | "a"                  | "b"
            visitor_name        | ""                   | null
            visitor_email       | "a@example.com"      | "a@example.org"
            visitor_phone       | "1"                  | "01"
            subject             | "ab"                 | "ba"
            subject             | "a"                  | "a "
            subject             | "a"                  | "A"
            message             | "\\u0000"             | ""
            message             | "\\u0000"             | "\\u0000\\u0000"
            message             | "abcd\\u0000"          | "abcd"
            message             | "the same for long 1" | "the same for long 2"
            received_time       | 1429082063768        | 1429082063769
            received_time       | 9223372036854775807  | 9223372036854775808
            received_time       | 0.5                  | 0.05
            received_time       | 1e19                 | 1e20
            received_time       | 1e2147483648         | 2e2147483648
            unread              | 0                    | 1
            reply_message_count | 3                    | 4
            """)
    void values_that_are_not_equal_differ_in_that_field(String field, String one, String other) {
        int bit = 1 << MessageDigests.FIELDS.indexOf(field);
        var first = row("\"" + field + "\":" + one);
        var second = row("\"" + field + "\":" + other);

        assertThat(first.differences(second)).isEqualTo(bit);
        assertThat(first.likenesses(second)).isEqualTo(MessageDigests.ALL & ~bit);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "reply_messages":[{},{}] | "reply_message_count":2   | true
            "reply_messages":[{},{}] | "reply_message_count":2.0 | true
            "reply_messages":[{},{}] | "reply_message_count":3   | false
            "reply_messages":[]      | "reply_message_count":0   | true
            "reply_messages":[]      | "reply_message_count":1   | false
            "reply_messages":null    | "reply_message_count":0   | true
            "unread":1               | "reply_message_count":0   | true
            "unread":1               | "reply_message_count":2   | false
            "reply_messages":[{}]    | "reply_message_count":null| true
            "reply_messages":[{}]    | "unread":1                | true
            "reply_messages":[{}],"reply_message_count":5 | "reply_message_count":1 | true
            "reply_messages":[{}]    | "reply_message_count":1,"reply_messages":[{},{}] | true
            """)
    void a_row_says_how_many_replies_a_detail_has(String detail, String row, boolean agrees) {
        assertThat(detail(detail).differences(row(row)) == 0).isEqualTo(agrees);
    }

    @Test
    void texts_that_are_nearly_the_same_have_digests_of_their_own() {
        var random = new Random(20_260_101);
        Set<String> texts = new LinkedHashSet<>();
        var text = new StringBuilder("an offline message of a visitor");
        while (texts.size() < 2_000) {
            text.setCharAt(random.nextInt(text.length()), (char) ('a' + random.nextInt(3)));
            texts.add(text.toString());
        }
        List<MessageDigests> rows =
                texts.stream().map(one -> row("\"message\":\"" + one + "\"")).toList();

        for (int i = 0; i < rows.size(); i++) {
            for (int k = 0; k < i; k++) {
                assertThat(rows.get(i).differences(rows.get(k)) == 0).isFalse();
            }
        }
    }

    @Test
    void rows_beyond_the_thousandth_are_checked_and_have_no_digests() {
        String row = "{\"offline_message_id\":1},";

        assertThat(MessageShape.list(("[" + row.repeat(1_499) + "{\"offline_message_id\":2}]").getBytes(UTF_8)))
                .hasSize(1_000);
        assertThat(MessageShape.list(("[" + row.repeat(1_499) + "{}]").getBytes(UTF_8)))
                .isNull();
    }

    private static MessageDigests row(String fields) {
        String json = "[{\"offline_message_id\":744," + fields + "}]";
        return Objects.requireNonNull(MessageShape.list(json.getBytes(UTF_8)), json)
                .get(0);
    }

    private static MessageDigests detail(String fields) {
        String json = "{\"offline_message_id\":744," + fields + "}";
        return Objects.requireNonNull(MessageShape.detail(json.getBytes(UTF_8), 744), json);
    }
}
