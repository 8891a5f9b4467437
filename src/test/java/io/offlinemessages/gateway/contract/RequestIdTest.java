package io.offlinemessages.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.AsciiString;
import java.util.HashSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdTest {

    private static final String ALLOWED = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "-",
                "..",
                "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
                "order_17.retry-2",
                "0123456789012345678901234567890123456789012345678901234567890123"
            })
    void a_valid_id_is_the_callers_own(String id) {
        assertThat(RequestId.isValid(id)).isTrue();
        assertThat(RequestId.isValid(new AsciiString(id))).isTrue();
        assertThat(RequestId.of(id)).isEqualTo(id);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a,b",
                "a\n",
                "a/b",
                "a:b",
                "caf\u00e9",
                "\uff11",
                "01234567890123456789012345678901234567890123456789012345678901234"
            })
    void an_invalid_id_is_replaced_by_a_new_one(@Nullable String id) {
        assertThat(id != null && RequestId.isValid(id)).isFalse();
        assertThat(RequestId.of(id)).isNotEqualTo(id).matches("[0-9a-f]{16}");
    }

    @Test
    void no_other_octet_than_the_allowed_ones_is_part_of_an_id() {
        for (char c = 0; c < 256; c++) {
            assertThat(RequestId.isValid("a" + c + "a"))
                    .as("character %d", (int) c)
                    .isEqualTo(ALLOWED.indexOf(c) >= 0);
        }
    }

    @Test
    void new_ids_differ() {
        var seen = new HashSet<String>();
        for (int i = 0; i < 10_000; i++) {
            String id = RequestId.random();

            assertThat(id).matches("[0-9a-f]{16}");
            assertThat(RequestId.isValid(id)).isTrue();
            seen.add(id);
        }
        assertThat(seen).hasSize(10_000);
    }

    @Test
    void each_digit_of_a_new_id_differs_from_that_before_it_fifteen_times_of_sixteen() {
        int rounds = 16_000;
        var differences = new int[16];
        String before = RequestId.random();
        for (int i = 0; i < rounds; i++) {
            String id = RequestId.random();
            for (int digit = 0; digit < 16; digit++) {
                differences[digit] += id.charAt(digit) == before.charAt(digit) ? 0 : 1;
            }
            before = id;
        }
        // 15,000 on average; ten standard deviations are 306.
        for (int count : differences) {
            assertThat(count).isBetween(14_694, 15_306);
        }
    }

    /** The vector of the authors of SipHash for the key 00, 01, … 0f and the message 00, 01, … 07. */
    @Test
    void the_keyed_function_is_siphash_2_4() {
        assertThat(RequestId.sipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L, 0x0706050403020100L))
                .isEqualTo(0x93f5f5799a932462L);
    }
}
