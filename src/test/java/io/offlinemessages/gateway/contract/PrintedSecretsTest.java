package io.offlinemessages.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrintedSecretsTest {

    private static final String PASSWORD = "correct horse";

    @Test
    void a_secret_prints_as_stars() {
        assertThat(new Secret(PASSWORD)).hasToString("***");
        assertThat(Optional.of(new Secret(PASSWORD)).toString()).doesNotContain(PASSWORD);
    }

    @Test
    void a_missing_secret_is_null() {
        assertThat(Secret.ofNullable(null)).isNull();
        assertThat(Secret.ofNullable(PASSWORD)).isEqualTo(new Secret(PASSWORD));
    }

    @Test
    void an_authorization_prints_nothing_of_its_value() {
        Authorization authorization = Authorization.basic("alice", PASSWORD);

        assertThat(authorization).hasToString("Authorization[***]");
        assertThat(new Authorization("opaque-token").toString()).doesNotContain("opaque-token");
    }

    @Test
    void basic_authorization_is_utf_8_in_base64() {
        String pair = new String(
                Base64.getDecoder()
                        .decode(Authorization.basic("jürgen", "pässword:€")
                                .value()
                                .substring("Basic ".length())),
                StandardCharsets.UTF_8);

        assertThat(pair).isEqualTo("jürgen:pässword:€");
        assertThat(Authorization.basic("john", "secret")).isEqualTo(new Authorization("Basic am9objpzZWNyZXQ="));
    }
}
