package io.offlinemessages.gateway.shared;

/** The purpose of a key or a sealed text. It is part of both, so neither can stand in for another kind. */
enum Kind {
    /** The answer to a request, in this version's form. */
    ANSWER("a1"),
    /** The load of an answer under way, or the note of its last load. */
    LOAD("l1"),
    /** The note for those who wait for one load. */
    NOTE("t1"),
    /** The calls of an account. Its form never changes: replicas of two versions share one budget. */
    BUDGET("b"),
    /** The ids of reported calls of an account. */
    REPORT("r"),
    /** The mark of an id. */
    ID("i"),
    /** The mark of a page. */
    PAGE("p"),
    /** The mark of an account. */
    ACCOUNT("o"),
    /** A notice of an eviction, for all replicas. */
    NOTICE("n"),
    /** The rows of a page, for all replicas. */
    SHOWN("s"),
    /** A text that a check seals and opens. */
    CHECK("c");

    private final String tag;

    Kind(String tag) {
        this.tag = tag;
    }

    /** The form in key names and sealed texts: 1 or 2 characters. */
    String tag() {
        return tag;
    }
}
