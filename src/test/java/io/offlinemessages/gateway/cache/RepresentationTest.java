package io.offlinemessages.gateway.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;

class RepresentationTest {

    @Test
    void the_etag_is_strong_and_quoted() {
        assertThat(etag("{}")).matches("\"[A-Za-z0-9_-]{22}\"");
    }

    @Test
    void equal_bytes_have_equal_etags() {
        assertThat(etag("{\"offline_message_id\":744}")).isEqualTo(etag("{\"offline_message_id\":744}"));
    }

    @Test
    void different_bytes_have_different_etags() {
        var etags = new HashSet<String>();
        for (int i = 0; i < 10_000; i++) {
            assertThat(etags.add(etag("{\"offline_message_id\":" + i + "}"))).isTrue();
        }
        assertThat(etags.add(etag("{\"offline_message_id\":1} "))).isTrue();
    }

    @Test
    void the_fields_of_a_304_are_those_that_do_not_describe_the_content() {
        var representation = Representation.of("{}".getBytes(UTF_8));
        String fields = new String(representation.fields(), UTF_8);

        assertThat(fields)
                .isEqualTo("private, no-cache\r\nETag: " + representation.etag()
                        + "\r\nContent-Type: application/json\r\nContent-Length: 2");
        assertThat(fields.substring(0, representation.validatorFields())).endsWith(representation.etag());
    }

    private static String etag(String body) {
        return Representation.of(body.getBytes(UTF_8)).etag();
    }
}
