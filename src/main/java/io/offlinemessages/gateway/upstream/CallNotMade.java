package io.offlinemessages.gateway.upstream;

import io.offlinemessages.gateway.contract.Failure;

/** A call that the gateway's own limits refused inside the circuit breaker, which must not count it; without a stack trace. */
final class CallNotMade extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    CallNotMade(Failure failure) {
        super(failure.kind().tag(), null, false, false);
        this.failure = failure;
    }

    Failure failure() {
        return failure;
    }
}
