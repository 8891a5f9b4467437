package io.offlinemessages.gateway.hitlane;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HeadBlockTest {

    private static final String BEFORE = "GET /";
    private static final String SPAN = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final String OTHER_SPAN = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";
    private static final String TAG = "\"0123456789abcdefABCD_-\"";
    private static final String BLOCK = """
            Host: a\r
            Authorization: Basic am9objoxMjM0\r
            X-Request-Id: order-17\r
            traceparent: %s\r
            If-None-Match: %s\r
            \r
            """.formatted(SPAN, TAG);

    @Test
    void the_same_octets_are_the_same_block() {
        assertThat(isKnown(BLOCK)).isTrue();
        assertThat(isKnown(BLOCK + "GET /next")).isTrue();
    }

    @Test
    void one_octet_that_differs_outside_of_holes_makes_another_block() {
        HeadBlock block = block(BLOCK);
        for (int place = 0; place < BLOCK.length(); place++) {
            String changed = BLOCK.substring(0, place) + (char) (BLOCK.charAt(place) ^ 1) + BLOCK.substring(place + 1);
            boolean isInHole = isIn("order-17", place) || isIn(SPAN, place) || isIn(TAG, place);
            assertThat(isInHole || !block.isAt(octets(changed), BEFORE.length()))
                    .as("octet %s", place)
                    .isTrue();
        }
    }

    @Test
    void an_incomplete_block_is_unknown() {
        for (int length = 0; length < BLOCK.length(); length++) {
            assertThat(isKnown(BLOCK.substring(0, length))).isFalse();
        }
    }

    @Test
    void each_hole_takes_other_values_of_its_form_and_gives_them_out() {
        String tag = "\"zzzzzzzzzzzzzzzzzzzzz9\"";
        ByteBuf other = octets(
                BLOCK.replace("order-17", "order-18").replace(SPAN, OTHER_SPAN).replace(TAG, tag));
        HeadBlock block = block(BLOCK);

        assertThat(block.isAt(other, BEFORE.length())).isTrue();
        assertThat(block.value(VaryingField.REQUEST_ID, other, BEFORE.length())).isEqualTo("order-18");
        assertThat(block.value(VaryingField.TRACEPARENT, other, BEFORE.length()))
                .isEqualTo(OTHER_SPAN);
        assertThat(block.value(VaryingField.IF_NONE_MATCH, other, BEFORE.length()))
                .isEqualTo(tag);
    }

    @ParameterizedTest
    @MethodSource
    void no_hole_takes_a_value_of_another_form(String from, String to) {
        assertThat(to).hasSameSizeAs(from);
        assertThat(BLOCK).contains(from);
        assertThat(isKnown(BLOCK.replace(from, to))).isFalse();
    }

    static Stream<Arguments> no_hole_takes_a_value_of_another_form() {
        return Stream.of(
                Arguments.of("order-17", "order/17"),
                Arguments.of("order-17", "order 17"),
                Arguments.of("order-17", "or\r\nA: b"),
                Arguments.of("00-4bf92f3577", "01-4bf92f3577"),
                Arguments.of("00-4bf92f3577", "00-4BF92F3577"),
                Arguments.of("00-4bf92f3577", "00-\r\nHost: bc"),
                Arguments.of("b7-01\r\n", "b7-0\r\r\n"),
                Arguments.of("cdefABCD", "cdef\", \""),
                Arguments.of("cdefABCD", "cd\r\nA: b"));
    }

    @ParameterizedTest
    @CsvSource({
        "X-Request-Id: order-17, X-Request-Id: order 17",
        "X-Request-Id: order-17, X-Request-Id:order-17",
        "X-Request-Id: order-17, X-Request-Id:  order-17",
        "X-Request-Id: order-17, X-Request-Id:",
        "X-Request-Id: order-17, 'X-Request-Id: a\r\nx-request-id: b'",
        "If-None-Match: , If-None-Match: W/",
        "traceparent: 00, traceparent: cc"
    })
    void a_block_with_a_value_of_another_form_in_the_place_of_a_hole_is_not_learned(String from, String to) {
        String changed = BLOCK.replace(from, to);
        assertThat(changed).isNotEqualTo(BLOCK);
        assertThat(learned(changed)).isNull();
    }

    @Test
    void a_block_without_such_fields_has_no_values() {
        HeadBlock plain = block("Host: a\r\n\r\n");
        assertThat(plain.value(VaryingField.REQUEST_ID, octets("Host: a\r\n\r\n"), BEFORE.length()))
                .isNull();
    }

    private static boolean isIn(String value, int place) {
        int start = BLOCK.indexOf(value);
        return place >= start && place < start + value.length();
    }

    private static boolean isKnown(String head) {
        return block(BLOCK).isAt(octets(head), BEFORE.length());
    }

    private static HeadBlock block(String text) {
        return Objects.requireNonNull(learned(text));
    }

    private static @Nullable HeadBlock learned(String text) {
        return HeadBlock.of(
                text.getBytes(ISO_8859_1),
                MemoFields.of("timeout=75", Optional.of("X-Request-Id")).varying());
    }

    private static ByteBuf octets(String head) {
        return Unpooled.copiedBuffer(BEFORE + head, ISO_8859_1);
    }
}
