package io.offlinemessages.gateway.upstream;

import java.util.Locale;

/** The reason why an answer must not be reused without contacting the upstream. */
public enum Prohibition {
    NO_STORE("Cache-Control: no-store", true),
    NO_CACHE("Cache-Control: no-cache", true),
    PRAGMA("Pragma: no-cache", true),
    VARY("Vary: *", true),
    /** Stale on arrival, by {@code max-age}. */
    MAX_AGE("Cache-Control: max-age", false),
    /** Stale on arrival, by {@code s-maxage}. */
    S_MAXAGE("Cache-Control: s-maxage", false),
    /** Stale on arrival, by {@code Expires}. */
    EXPIRES("Expires", false);

    private final String field;
    private final boolean ofStoring;

    Prohibition(String field, boolean ofStoring) {
        this.field = field;
        this.ofStoring = ofStoring;
    }

    /** The header field, with its directive. */
    public String field() {
        return field;
    }

    /** Whether it forbids storing; otherwise only serving the stored answer as fresh. */
    public boolean ofStoring() {
        return ofStoring;
    }

    /** The value of the metric tag. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
