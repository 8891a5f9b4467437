package io.offlinemessages.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Sha256Test {

    @Test
    void the_pseudonym_of_a_person_is_the_beginning_of_the_sha256sum_of_the_name() {
        assertThat(Sha256.ofName("john@example.com")).isEqualTo("855f96e983f1");
    }

    @Test
    void a_validator_is_half_of_the_digest_in_quotes() {
        assertThat(EntityTag.of(new byte[0])).isEqualTo("\"47DEQpj8HBSa-_TImW-5JA\"");
    }
}
