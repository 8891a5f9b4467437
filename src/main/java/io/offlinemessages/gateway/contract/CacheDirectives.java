package io.offlinemessages.gateway.contract;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The directives of {@code Cache-Control} fields (RFC 9111 section 5.2), by lower-case name, arguments left aside. */
public final class CacheDirectives {

    private static final Set<String> FORBIDDING_STORE = Set.of("no-store", "no-cache", "private");

    private final Set<String> names = new HashSet<>();

    private CacheDirectives() {}

    /** Reads all values of the field; never fails, O(length). */
    public static CacheDirectives parse(List<String> fields) {
        var directives = new CacheDirectives();
        fields.forEach(directives::read);
        return directives;
    }

    /** Whether a request forbids asking the upstream. */
    public boolean onlyIfCached() {
        return names.contains("only-if-cached");
    }

    /**
     * Whether a response may be stored by a shared cache and reused without asking again. A directive that is limited to
     * certain fields ({@code private="x"}) forbids as a whole, which RFC 9111 allows.
     */
    public boolean allowStoring() {
        return names.stream().noneMatch(FORBIDDING_STORE::contains);
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
                names.add(name(field.substring(start, i)));
                start = i + 1;
            }
        }
        names.add(name(field.substring(start)));
        if (quote >= 0) {
            // A quotation that never ends hides nothing.
            for (String directive : field.substring(quote + 1).split(",", -1)) {
                names.add(name(directive));
            }
        }
    }

    private static String name(String directive) {
        int equals = directive.indexOf('=');
        return (equals < 0 ? directive : directive.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
    }
}
