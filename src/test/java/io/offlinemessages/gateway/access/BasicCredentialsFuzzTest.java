package io.offlinemessages.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Any value of {@code Authorization}, as the codec hands it on. */
class BasicCredentialsFuzzTest {

    @FuzzTest
    void credentials_are_what_rfc_7617_makes_of_the_field(byte[] input) {
        String field = new String(input, StandardCharsets.ISO_8859_1);

        Optional<BasicCredentials> read = BasicCredentials.parse(field);

        assertThat(read).isEqualTo(Rfc7617.read(field));
        read.ifPresent(credentials -> assertThat(
                        BasicCredentials.parse(credentials.authorization().value()))
                .contains(credentials));
    }
}
