package io.offlinemessages.gateway.upstream;

import io.offlinemessages.gateway.contract.Failure;

/** What a request to the upstream came to, normalised. */
public sealed interface Outcome {

    /**
     * A good answer.
     *
     * @param body the JSON, checked against the documented shape; never changed after this
     * @param storable whether the upstream allows it to be stored
     */
    record Found(byte[] body, boolean storable) implements Outcome {}

    /** Anything else. */
    record Failed(Failure failure) implements Outcome {}
}
