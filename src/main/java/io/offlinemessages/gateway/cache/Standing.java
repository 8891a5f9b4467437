package io.offlinemessages.gateway.cache;

/** Whether what was loaded for an account may be used; each load and entry of the account refers to the same. */
final class Standing {

    private volatile boolean refused;

    /** From now on nothing that refers to this is used any more, however much there is: O(1). */
    void refuse() {
        refused = true;
    }

    boolean isRefused() {
        return refused;
    }
}
