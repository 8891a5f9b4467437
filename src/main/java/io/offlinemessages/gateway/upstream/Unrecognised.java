package io.offlinemessages.gateway.upstream;

/** The refusal of an octet by the scanner. The body may still be valid: {@link MessageParser} decides. */
final class Unrecognised extends Exception {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("StaticAssignmentOfThrowable") // it has no stack trace that could mislead
    static final Unrecognised INSTANCE = new Unrecognised();

    private Unrecognised() {
        super("not recognised", null, false, false);
    }

    static void unless(boolean condition) throws Unrecognised {
        if (!condition) {
            throw INSTANCE;
        }
    }
}
