package io.offlinemessages.gateway.upstream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipTest {

    private static final byte[] TEXT = "{\"offline_message_id\":744}".getBytes(US_ASCII);
    private static final byte[] MEMBER = ResponseNormaliserTest.gzip(TEXT);
    private static final byte[] EMPTY = ResponseNormaliserTest.gzip(new byte[0]);

    @Test
    void members_in_a_row_are_one_body_and_octets_behind_them_are_ignored() throws Exception {
        assertThat(Gzip.decode(joined(EMPTY, MEMBER, EMPTY, MEMBER, new byte[100], MEMBER), 1000))
                .isEqualTo(joined(TEXT, TEXT));
        assertThat(Gzip.decode(joined(MEMBER, "garbage".getBytes(US_ASCII)), 1000))
                .isEqualTo(TEXT);
        assertThat(Gzip.decode(EMPTY, 1000)).isEmpty();
    }

    /** The JDK's stream overflows its stack here. */
    @Test
    void a_hundred_thousand_empty_members_take_no_stack() throws Exception {
        var many = new ByteArrayOutputStream();
        for (int i = 0; i < 100_000; i++) {
            many.writeBytes(EMPTY);
        }
        many.writeBytes(MEMBER);

        assertThat(Gzip.decode(many.toByteArray(), 1000)).isEqualTo(TEXT);
    }

    @Test
    void the_limit_holds_for_all_members_together() {
        assertThatExceptionOfType(BoundedBody.TooLarge.class)
                .isThrownBy(() -> Gzip.decode(joined(MEMBER, MEMBER), 2 * TEXT.length - 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 8, 16, 2, 4 | 8 | 16 | 2})
    void each_optional_field_of_the_header_is_skipped(int flags) throws Exception {
        assertThat(Gzip.decode(withHeader(flags), 1000)).isEqualTo(TEXT);
    }

    @Test
    void a_body_truncated_anywhere_is_refused() {
        byte[] whole = withHeader(4 | 8 | 16 | 2);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThat(catchThrowable(() -> Gzip.decode(cut, 1000)))
                    .as("of %s bytes", length)
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void a_wrong_length_checksum_or_method_is_found() {
        for (int at : new int[] {2, MEMBER.length - 8, MEMBER.length - 4}) {
            byte[] changed = MEMBER.clone();
            changed[at]++;
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> Gzip.decode(changed, 1000));
        }
    }

    private static byte[] withHeader(int flags) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(Arrays.copyOf(MEMBER, 3));
        bytes.write(flags);
        bytes.writeBytes(Arrays.copyOfRange(MEMBER, 4, 10));
        if ((flags & 4) != 0) {
            bytes.writeBytes(new byte[] {3, 0, 1, 2, 3});
        }
        if ((flags & 8) != 0) {
            bytes.writeBytes("name\0".getBytes(US_ASCII));
        }
        if ((flags & 16) != 0) {
            bytes.writeBytes("comment\0".getBytes(US_ASCII));
        }
        if ((flags & 2) != 0) {
            var checksum = new CRC32();
            checksum.update(bytes.toByteArray());
            bytes.write((int) checksum.getValue());
            bytes.write((int) checksum.getValue() >> 8);
        }
        bytes.writeBytes(Arrays.copyOfRange(MEMBER, 10, MEMBER.length));
        return bytes.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        var bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }
}
