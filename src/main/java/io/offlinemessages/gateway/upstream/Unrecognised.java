package io.offlinemessages.gateway.upstream;

/** That a scanner does not recognise an octet. It says nothing against the body: {@link MessageParser} decides about it. */
final class Unrecognised extends Exception {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("StaticAssignmentOfThrowable") // it has no stack trace to mislead anybody
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
