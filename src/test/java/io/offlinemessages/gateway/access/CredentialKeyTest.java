package io.offlinemessages.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class CredentialKeyTest {

    private final CredentialKey.Factory keys = new CredentialKey.Factory(new SecureRandom());

    @Test
    void equal_credentials_have_equal_keys_on_every_thread() throws InterruptedException {
        var other = new CredentialKey[1];
        var thread = new Thread(() -> other[0] = keys.of(new BasicCredentials("alice", "secret")));
        thread.start();
        thread.join();

        assertThat(keys.of(new BasicCredentials("alice", "secret")))
                .isEqualTo(other[0])
                .hasSameHashCodeAs(other[0]);
    }

    @Test
    void credentials_in_utf_8_and_in_iso_8859_1_have_equal_keys() {
        String pair = "jürgen:pässwörd";
        var shown = new ArrayList<CredentialKey>();
        for (Charset encoding : List.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1)) {
            String token = Base64.getEncoder().encodeToString(pair.getBytes(encoding));
            shown.add(keys.of(BasicCredentials.parse("Basic " + token).orElseThrow()));
        }
        assertThat(shown.get(0)).isEqualTo(shown.get(1));
    }

    @Test
    void different_credentials_have_different_keys() {
        var seen = new HashSet<CredentialKey>();
        String[][] all = {
            {"alice", "secret"},
            {"alice", "secret "},
            {"alic", "esecret"},
            {"alices", "ecret"},
            {"alice", ""},
            {"", "alice"},
            {"", "alice:secret"},
            {"", ""},
            {"secret", "alice"}
        };
        for (String[] pair : all) {
            seen.add(keys.of(new BasicCredentials(pair[0], pair[1])));
        }
        assertThat(seen).hasSize(all.length);
        assertThat(seen.stream().map(CredentialKey::hashCode)).doesNotHaveDuplicates();
    }

    @Test
    void keys_of_another_process_are_different() {
        var credentials = new BasicCredentials("alice", "secret");

        assertThat(new CredentialKey.Factory(new SecureRandom()).of(credentials))
                .isNotEqualTo(keys.of(credentials));
    }

    @Test
    void the_same_name_always_picks_the_same_number() {
        for (int bound = 1; bound < 50; bound++) {
            for (String name : new String[] {"", "alice", "nobody", "用户"}) {
                assertThat(keys.pick(name, bound)).isBetween(0, bound - 1).isEqualTo(keys.pick(name, bound));
            }
        }
    }

    @Test
    void names_pick_all_numbers() {
        var picked = new HashSet<Integer>();
        for (int i = 0; i < 1_000; i++) {
            picked.add(keys.pick("user" + i, 5));
        }
        assertThat(picked).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
    }
}
