package io.offlinemessages.gateway.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes to the codec does not depend on how the octets are cut into reads. */
class FramingTest {

    private static final String SOUND = "\r\nGET /a HTTP/1.1\r\nHost: a\r\nX:\r\n\r\n"
            + "POST /b HTTP/1.1\r\nHost: a\r\nCONTENT-length: 9\r\nContent-Type: b\r\n\r\n \t\0\n\n\r\n x"
            + "GET /c HTTP/1.1\r\nHost: a\r\n\r\n";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1_000})
    void sound_requests_and_their_content_come_through_however_they_are_cut(int size) {
        assertThat(decoded(SOUND, size)).containsExactly("GET /a", "POST /b", "GET /c");
    }

    @Test
    void whatever_is_put_into_a_sound_head_each_way_of_cutting_it_comes_to_the_same() {
        long seed = 9_112;
        var random = new SplittableRandom(seed);
        String odd = "\r\n\t \0:x\u000b\u007f\u00e9";
        for (int i = 0; i < 5_000; i++) {
            int at = random.nextInt(SOUND.length());
            char c = odd.charAt(random.nextInt(odd.length()));
            String octets = SOUND.substring(0, at) + c + SOUND.substring(at + random.nextInt(2));
            assertThat(decoded(octets, 1 + random.nextInt(40)))
                    .as("seed %d, case %d, octet %d at %d", seed, i, (int) c, at)
                    .isEqualTo(decoded(octets, octets.length()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1_000})
    void nothing_comes_through_behind_a_head_that_is_not_sound(int size) {
        assertThat(decoded("GET /a HTTP/1.1\r\nHost: a\r\n b\r\n\r\n" + SOUND, size))
                .containsExactly("refused");
    }

    private static List<String> decoded(String octets, int size) {
        var heads = new Framing();
        var channel = new EmbeddedChannel(heads, new HttpServerCodec(), heads.contents());
        var requests = new ArrayList<String>();
        for (int at = 0; at < octets.length(); at += size) {
            String part = octets.substring(at, Math.min(octets.length(), at + size));
            channel.writeInbound(Unpooled.copiedBuffer(part, ISO_8859_1));
        }
        for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
            if (message instanceof HttpRequest request) {
                requests.add(request.decoderResult().isSuccess() ? request.method() + " " + request.uri() : "refused");
            }
            ReferenceCountUtil.release(message);
        }
        channel.finishAndReleaseAll();
        return requests;
    }
}
