package io.offlinemessages.gateway.cache;

/** The validity of everything loaded for an account. All loads and entries of the account refer to the same instance. */
final class Standing {

    private volatile boolean refused;

    /** Invalidates all that refers to it, in constant time. */
    void refuse() {
        refused = true;
    }

    boolean isRefused() {
        return refused;
    }
}
