package io.offlinemessages.gateway.contract;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** The directives of {@code Cache-Control} fields (RFC 9111 section 5.2), by lower-case name, with their arguments. */
public final class CacheDirectives {

    private final Map<String, Set<String>> arguments = new HashMap<>();

    private CacheDirectives() {}

    /** Parses all values of the field; never fails. */
    public static CacheDirectives parse(List<String> fields) {
        var directives = new CacheDirectives();
        fields.forEach(directives::read);
        return directives;
    }

    /** Whether the directives of a request forbid asking the upstream (RFC 9111 section 5.2.1.7). */
    public boolean onlyIfCached() {
        return has("only-if-cached");
    }

    /**
     * Whether the directive is present, with or without an argument. A directive that is limited to certain fields
     * ({@code no-cache="x"}) counts for the whole answer, as RFC 9111 allows (section 5.2.2.4).
     */
    public boolean has(String name) {
        return arguments.containsKey(name);
    }

    /**
     * The argument of a directive in seconds; empty without the directive. It is 0 if the argument is no number, or if
     * two arguments differ: RFC 9111 (section 4.2.1) has such an answer considered stale.
     */
    public OptionalLong seconds(String name) {
        Set<String> values = arguments.get(name);
        if (values == null) {
            return OptionalLong.empty();
        }
        long[] distinct = values.stream()
                .mapToLong(value -> DeltaSeconds.parse(value).orElse(0))
                .distinct()
                .toArray();
        return OptionalLong.of(distinct.length == 1 ? distinct[0] : 0);
    }

    private void read(String field) {
        int start = 0;
        int quote = -1;
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '\\' && quote >= 0) {
                i++;
            } else if (c == '"') {
                quote = quote >= 0 ? -1 : i;
            } else if (c == ',' && quote < 0) {
                add(field.substring(start, i));
                start = i + 1;
            }
        }
        add(field.substring(start));
        if (quote >= 0) {
            // A quotation without an end hides no directive: the text behind its quote is read again.
            for (String directive : field.substring(quote + 1).split(",", -1)) {
                add(directive);
            }
        }
    }

    private void add(String directive) {
        int equals = directive.indexOf('=');
        String name = (equals < 0 ? directive : directive.substring(0, equals))
                .strip()
                .toLowerCase(Locale.ROOT);
        String argument =
                equals < 0 ? "" : unquoted(directive.substring(equals + 1).strip());
        arguments.computeIfAbsent(name, key -> new LinkedHashSet<>()).add(argument);
    }

    /** The argument without its quotes. Recipients ought to accept both forms (RFC 9111 section 5.2). */
    private static String unquoted(String argument) {
        boolean quoted = argument.length() >= 2 && argument.startsWith("\"") && argument.endsWith("\"");
        return quoted ? argument.substring(1, argument.length() - 1) : argument;
    }
}
