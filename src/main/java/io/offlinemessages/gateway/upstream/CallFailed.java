package io.offlinemessages.gateway.upstream;

import io.offlinemessages.gateway.contract.FailureKind;

/** A failed call as an exception, which Resilience4j's retry counts; without a stack trace. */
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
