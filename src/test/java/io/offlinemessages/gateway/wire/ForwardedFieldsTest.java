package io.offlinemessages.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardedFieldsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Forwarded",
                "FORWARDED",
                "X-Forwarded-For",
                "x-forwarded-host",
                "X-FORWARDED-PROTO",
                "X-Forwarded-Prefix",
                "X-Forwarded-Anything",
                "X-Real-IP",
                "x-real-ip"
            })
    void each_forwarded_field_is_removed_however_often_it_occurs(String name) {
        HttpHeaders headers =
                new DefaultHttpHeaders().add(name, "a").add("Host", "gateway").add(name, "b");

        ForwardedFields.removeFrom(headers);

        assertThat(headers.names()).containsExactly("Host");
    }

    @Test
    void every_other_field_stays() {
        HttpHeaders headers = new DefaultHttpHeaders();
        for (String name :
                new String[] {"From", "X-Forwarded", "X-Real-IPs", "Forwarded-For", "F", "X", "X-Request-Id"}) {
            headers.add(name, "a");
        }

        ForwardedFields.removeFrom(headers);

        assertThat(headers.size()).isEqualTo(7);
    }
}
