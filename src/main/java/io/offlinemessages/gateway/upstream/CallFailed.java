package io.offlinemessages.gateway.upstream;

import io.offlinemessages.gateway.contract.FailureKind;

/** Tells Resilience4j's retry, which counts exceptions, of a failed call; carries no stack trace. */
final class CallFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final FailureKind kind;

    CallFailed(FailureKind kind) {
        super(kind.tag(), null, false, false);
        this.kind = kind;
    }

    FailureKind kind() {
        return kind;
    }
}
