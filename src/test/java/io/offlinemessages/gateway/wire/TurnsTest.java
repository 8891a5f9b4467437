package io.offlinemessages.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TurnsTest {

    private static final String SOUND = "\r\nGET /a HTTP/1.1\r\nHost: a\r\nX:\r\n\r\n"
            + "POST /b HTTP/1.1\r\nHost: a\r\nCONTENT-length: 9\r\nContent-Type: b\r\n\r\n \t\0\n\n\r\n x"
            + "GET /c HTTP/1.1\r\nHost: a\r\n\r\n";

    private final Wire wire = new Wire();

    @AfterEach
    void release() {
        wire.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1_000})
    void well_formed_requests_come_through_however_they_are_cut(int size) {
        assertThat(answered(SOUND, size)).containsExactly("GET /a", "POST /b", "GET /c");
    }

    @Test
    void a_head_with_an_odd_octet_has_the_same_outcome_however_it_is_cut() {
        long seed = 9_112;
        var random = new SplittableRandom(seed);
        String odd = "\r\n\t \0:x\u000b\u007f\u00e9";
        for (int i = 0; i < 2_000; i++) {
            int at = random.nextInt(SOUND.length());
            char c = odd.charAt(random.nextInt(odd.length()));
            String octets = SOUND.substring(0, at) + c + SOUND.substring(at + random.nextInt(2));
            assertThat(answered(octets, 1 + random.nextInt(40)))
                    .as("seed %d, case %d, octet %d at %d", seed, i, (int) c, at)
                    .isEqualTo(answered(octets, octets.length()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1_000})
    void nothing_comes_through_behind_a_malformed_head(int size) {
        assertThat(answered("GET /a HTTP/1.1\r\nHost: a\r\n b\r\n\r\n" + SOUND, size))
                .containsExactly("400");
    }

    @Test
    void a_pipelined_request_waits_until_the_one_before_it_is_answered_and_the_next_is_asked_for() {
        wire.read(Wire.WHOLE + "GET /second HTTP/1.1\r\nHost: a\r\n\r\nGET /thi");
        assertThat(wire.requests()).containsExactly("GET /");
        wire.read("rd HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(wire.requests()).isEmpty();
        wire.answer("one");
        assertThat(wire.requests()).containsExactly("GET /second");
        wire.answer("two");
        assertThat(wire.requests()).containsExactly("GET /third");
    }

    @Test
    void an_incomplete_head_does_not_reach_the_codec() {
        wire.read("GET /first HTTP/1.1\r\nHo");
        assertThat(wire.requests()).isEmpty();
        wire.read("st: a\r\n\r");
        assertThat(wire.requests()).isEmpty();
        wire.read("\n");
        assertThat(wire.requests()).containsExactly("GET /first");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /", "\r\n\r\nGET /"})
    void a_request_line_that_gets_too_long_is_refused_before_it_ends(String start) {
        wire.read(start + "a".repeat(4_097));
        assertThat(wire.written()).startsWith("HTTP/1.1 414 ");
        assertThat(wire.isOpen()).isFalse();
    }

    @Test
    void fields_that_get_too_long_are_refused_before_they_end() {
        wire.read("GET / HTTP/1.1\r\nX: ");
        wire.read("a".repeat(8_193));
        assertThat(wire.written()).startsWith("HTTP/1.1 431 ");
        assertThat(wire.isOpen()).isFalse();
    }

    @Test
    void octets_that_came_early_are_released_with_the_connection() {
        wire.read(Wire.WHOLE + Wire.WHOLE);
        var unused = wire.channel.close();
        assertThat(wire.isOpen()).isFalse();
    }

    /** The requests that come through and are answered one by one, and the status of a refusal. */
    private static List<String> answered(String octets, int size) {
        try (var wire = new Wire()) {
            var all = new ArrayList<String>();
            for (int at = 0; at < octets.length() && wire.isOpen(); at += size) {
                wire.read(octets.substring(at, Math.min(octets.length(), at + size)));
                for (List<String> come = wire.requests(); !come.isEmpty(); come = wire.requests()) {
                    all.addAll(come);
                    wire.answer("ok");
                }
            }
            String written = wire.written();
            int refusal = written.indexOf("HTTP/1.1 4");
            if (refusal >= 0) {
                all.add(written.substring(refusal + 9, refusal + 12));
            }
            return all;
        }
    }
}
