package io.offlinemessages.gateway.upstream;

import java.util.Locale;

/** The reason why an answer of the upstream may not be reused without asking again. */
public enum Prohibition {
    NO_STORE("Cache-Control: no-store", true),
    NO_CACHE("Cache-Control: no-cache", true),
    PRAGMA("Pragma: no-cache", true),
    VARY("Vary: *", true),
    /** Stale when it comes, by {@code max-age}. */
    MAX_AGE("Cache-Control: max-age", false),
    /** Stale when it comes, by {@code s-maxage}. */
    S_MAXAGE("Cache-Control: s-maxage", false),
    /** Stale when it comes, by {@code Expires}. */
    EXPIRES("Expires", false);

    private final String field;
    private final boolean ofStoring;

    Prohibition(String field, boolean ofStoring) {
        this.field = field;
        this.ofStoring = ofStoring;
    }

    /** The header field that says so, with its directive. */
    public String field() {
        return field;
    }

    /** Whether it forbids storing, and not only serving what is stored. */
    public boolean ofStoring() {
        return ofStoring;
    }

    /** The metric tag. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
