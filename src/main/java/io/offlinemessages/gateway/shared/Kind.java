package io.offlinemessages.gateway.shared;

/** What a key or a sealed text is for; part of both, so that neither passes for something else. */
enum Kind {
    /** The answer to a request, in this version's form. */
    ANSWER("a1"),
    /** The load of an answer under way, or what is to be known of the last one. */
    LOAD("l1"),
    /** What those are told who wait for a load, and nobody else. */
    NOTE("t1"),
    /** The calls of an account; its form never changes, or replicas of two versions would have two budgets. */
    BUDGET("b"),
    /** The calls that an account's replicas have reported. */
    REPORT("r"),
    /** The mark of an id. */
    ID("i"),
    /** The mark of a page. */
    PAGE("p"),
    /** The mark of an account. */
    ACCOUNT("o"),
    /** What has been evicted, for each replica to read. */
    NOTICE("n"),
    /** What a page has shown, for each replica to compare. */
    SHOWN("s"),
    /** A text that a check seals and opens. */
    CHECK("c");

    private final String tag;

    Kind(String tag) {
        this.tag = tag;
    }

    /** How it stands in names of keys and in sealed texts: 1 or 2 characters. */
    String tag() {
        return tag;
    }
}
