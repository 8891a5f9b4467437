package io.offlinemessages.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Any values of {@code Cache-Control}, one a line. */
class CacheDirectivesFuzzTest {

    private static final Set<String> FORBIDDING = Set.of("no-store", "no-cache", "private");

    /** One member of the list that RFC 9110 (section 5.6.1) and RFC 9111 (section 5.2) ask for, or an empty one. */
    private static final Pattern MEMBER = Pattern.compile("[ \t]*+(?:([!#$%&'*+.^_`|~0-9A-Za-z-]++)"
            + "(?:=(?:[!#$%&'*+.^_`|~0-9A-Za-z-]++|\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"))?+)?+[ \t]*+(?:,|\\z)");

    @FuzzTest
    void directives_are_those_of_the_grammar_and_none_is_lost(byte[] input) {
        List<String> fields = List.of(new String(input, StandardCharsets.ISO_8859_1).split("\n", -1));
        var directives = CacheDirectives.parse(fields);

        var names = new HashSet<String>();
        if (fields.stream().allMatch(field -> readByGrammar(field, names))) {
            assertThat(FORBIDDING)
                    .allSatisfy(name -> assertThat(directives.has(name)).isEqualTo(names.contains(name)));
            assertThat(directives.onlyIfCached()).isEqualTo(names.contains("only-if-cached"));
        }
        assertSame(CacheDirectives.parse(reversed(fields)), directives);
        assertSame(
                CacheDirectives.parse(
                        fields.stream().map(CacheDirectivesFuzzTest::upperCase).toList()),
                directives);
        for (String forbidding : FORBIDDING) {
            assertThat(with(fields, forbidding).has(forbidding)).isTrue();
        }
        assertThat(with(fields, "max-age=0").seconds("max-age")).hasValue(0);
        assertThat(with(fields, "only-if-cached").onlyIfCached()).isTrue();
    }

    private static boolean readByGrammar(String field, Set<String> names) {
        var member = MEMBER.matcher(field);
        int at = 0;
        while (member.region(at, field.length()).lookingAt()) {
            if (member.group(1) != null) {
                names.add(member.group(1).toLowerCase(Locale.ROOT));
            }
            at = member.end();
            if (at == field.length()) {
                return true;
            }
        }
        return false;
    }

    private static void assertSame(CacheDirectives some, CacheDirectives others) {
        assertThat(FORBIDDING).allSatisfy(name -> assertThat(some.has(name)).isEqualTo(others.has(name)));
        assertThat(some.seconds("max-age")).isEqualTo(others.seconds("max-age"));
        assertThat(some.onlyIfCached()).isEqualTo(others.onlyIfCached());
    }

    private static CacheDirectives with(List<String> fields, String one) {
        return CacheDirectives.parse(
                Stream.concat(fields.stream(), Stream.of(one)).toList());
    }

    private static List<String> reversed(List<String> fields) {
        String[] reversed = fields.toArray(String[]::new);
        Collections.reverse(Arrays.asList(reversed));
        return List.of(reversed);
    }

    /** Converts ASCII letters alone, of which the names of directives consist. */
    private static String upperCase(String field) {
        var text = new StringBuilder(field);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            text.setCharAt(i, c >= 'a' && c <= 'z' ? (char) (c - 32) : c);
        }
        return text.toString();
    }
}
