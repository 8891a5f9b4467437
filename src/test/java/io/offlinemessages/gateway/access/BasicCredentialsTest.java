package io.offlinemessages.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.offlinemessages.gateway.contract.Authorization;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BasicCredentialsTest {

    @ParameterizedTest
    @ValueSource(strings = {"Basic ", "basic ", "BASIC ", "bAsIc ", "Basic   "})
    void the_scheme_is_read_in_any_case(String scheme) {
        assertThat(BasicCredentials.parse(scheme + "am9objpzZWNyZXQ="))
                .contains(new BasicCredentials("john", "secret"));
    }

    @Test
    void the_example_of_rfc_7617_is_read() {
        assertThat(BasicCredentials.parse("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="))
                .contains(new BasicCredentials("Aladdin", "open sesame"));
        assertThat(BasicCredentials.parse("Basic dGVzdDoxMjPCow==")).contains(new BasicCredentials("test", "123£"));
    }

    static Stream<Arguments> pairs() {
        return Stream.of(
                arguments("john:secret", "john", "secret"),
                arguments("john:se:cr:et", "john", "se:cr:et"),
                arguments("john::secret", "john", ":secret"),
                arguments("john:", "john", ""),
                arguments(":secret", "", "secret"),
                arguments(":", "", ""),
                arguments(" john : secret ", " john ", " secret "),
                arguments("jürgen:pässwörd", "jürgen", "pässwörd"),
                arguments("用户:密码", "用户", "密码"),
                arguments("a\uD83D\uDE00:b\uD83D\uDE00", "a\uD83D\uDE00", "b\uD83D\uDE00"),
                arguments("john@example.org:x\"'\\", "john@example.org", "x\"'\\"));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void the_first_colon_splits_the_utf_8_text(String pair, String username, String password) {
        Optional<BasicCredentials> read = BasicCredentials.parse("Basic " + base64(pair));

        assertThat(read).contains(new BasicCredentials(username, password));
        assertThat(read.orElseThrow().authorization().value()).isEqualTo("Basic " + base64(pair));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Basic",
                "Basic ",
                "Basic:am9objpzZWNyZXQ=",
                "Basic\tam9objpzZWNyZXQ=",
                " Basic am9objpzZWNyZXQ=",
                "Basicam9objpzZWNyZXQ=",
                "Bearer am9objpzZWNyZXQ=",
                "Digest am9objpzZWNyZXQ=",
                "Basic2 am9objpzZWNyZXQ=",
                "am9objpzZWNyZXQ=",
                "Basic john:secret",
                "Basic am9obg==",
                "Basic am9objpzZWNyZXQ=x",
                "Basic am9objpzZWNyZXQ= am9objpzZWNyZXQ=",
                "Basic am9obj pzZWNyZXQ=",
                "Basic am9objpzZWNyZXQ=, Basic am9objpzZWNyZXQ=",
                "Basic a",
                "Basic ====",
                "Basic am9\u00e9",
                "Basic am9objpzZWNyZXQ\u2026",
                "Basic realm=\"revechat\""
            })
    void malformed_fields_are_no_credentials(String field) {
        assertThat(BasicCredentials.parse(field)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "6a3aff, j, ÿ",
        "6a3ae4, j, ä",
        "6a3a70e4737377f67264, j, pässwörd",
        "6afc7267656e3a78, jürgen, x",
        "6a3ac3, j, Ã",
        "6a3ae4c3a4, j, äÃ¤",
        "e93a78, é, x",
        "6a3aa3, j, £",
        "6a3ac0a0, j, 'À\u00a0'",
        "c0bac0ba3a, ÀºÀº, ''"
    })
    void octets_that_are_no_utf_8_are_iso_8859_1(String hex, String username, String password) {
        Optional<BasicCredentials> read = BasicCredentials.parse(basic(hex));

        assertThat(read).contains(new BasicCredentials(username, password));
        assertThat(read.orElseThrow().authorization())
                .as("upstream UTF-8, whatever came")
                .isEqualTo(Authorization.basic(username, password));
    }

    @ParameterizedTest
    @CsvSource({
        "6a3ac080",
        "6a3aeda080",
        "6a3a80",
        "6a3a9f",
        "6a3ae485",
        "6a853a78e4",
        "6ae40a3a78",
        "c0bac0ba",
        "6ac0ba78"
    })
    void octets_that_are_a_control_or_hold_no_colon_in_either_encoding_are_no_credentials(String hex) {
        assertThat(BasicCredentials.parse(basic(hex))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jürgen:pässwörd", "ÿ:þ", "j:£", "josé:ñ", "j:\u00a0"})
    void credentials_in_either_encoding_are_the_same_credentials(String pair) {
        String latin = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(BasicCredentials.parse("Basic " + latin))
                .isPresent()
                .isEqualTo(BasicCredentials.parse("Basic " + base64(pair)));
    }

    private static String basic(String hex) {
        return "Basic " + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x09, 0x0a, 0x0d, 0x1b, 0x1f, 0x7f, 0x85})
    void control_characters_are_no_credentials(int control) {
        String character = Character.toString(control);

        assertThat(BasicCredentials.parse("Basic " + base64("jo" + character + "hn:secret")))
                .isEmpty();
        assertThat(BasicCredentials.parse("Basic " + base64("john:sec" + character + "ret")))
                .isEmpty();
    }

    @Test
    void the_url_safe_alphabet_is_not_that_of_rfc_7617() {
        String pair = "john:\u00ff\u00ff\u00ff>>>???";
        String urlSafe = Base64.getUrlEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));

        assertThat(urlSafe).containsAnyOf("-", "_");
        assertThat(BasicCredentials.parse("Basic " + base64(pair))).isPresent();
        assertThat(BasicCredentials.parse("Basic " + urlSafe)).isEmpty();
    }

    @Test
    void no_bytes_make_reading_fail_and_what_is_read_is_what_the_grammar_says() {
        long seed = 7_617;
        var random = new Random(seed);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            if (random.nextBoolean()) {
                mask(bytes);
            }
            String token = Base64.getEncoder().encodeToString(bytes);
            Optional<BasicCredentials> credentials = BasicCredentials.parse("Basic " + token);

            assertThat(credentials)
                    .as("seed %d, case %d, token %s", seed, i, token)
                    .isEqualTo(Rfc7617.read("Basic " + token));
            if (credentials.isPresent()) {
                read++;
            }
        }
        assertThat(read).as("seed %d, well-formed ones among the cases", seed).isPositive();
    }

    @Test
    void no_text_makes_reading_fail() {
        long seed = 7_235;
        var random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            var field = new StringBuilder(random.nextBoolean() ? "Basic " : "");
            random.ints(random.nextInt(16), 0, 0x300).forEach(field::appendCodePoint);
            String text = field.toString();

            assertThat(BasicCredentials.parse(text).map(BasicCredentials::username))
                    .as("seed %d, case %d, field <%s>", seed, i, text)
                    .satisfies(name -> assertThat(name.orElse("")).doesNotContain(":"));
        }
    }

    @Test
    void credentials_print_nothing_of_themselves() {
        var credentials = new BasicCredentials("alice", "correct horse");

        assertThat(credentials).hasToString("BasicCredentials[***]");
        assertThat(Optional.of(credentials).toString()).doesNotContain("alice", "correct horse");
    }

    /** Printable ASCII, so that many of the cases are well formed. */
    private static void mask(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (0x20 + Math.floorMod(bytes[i], 0x5f));
        }
        if (bytes.length > 0) {
            bytes[bytes.length / 2] = ':';
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
