package io.offlinemessages.gateway.upstream;

/** Tells of a request that a used connection has lost before anything of an answer came; carries no stack trace. */
final class ConnectionLost extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ConnectionLost() {
        super("a used connection was dead", null, false, false);
    }
}
