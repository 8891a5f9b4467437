package io.offlinemessages.gateway.upstream;

/** The loss of a request on a used connection before any octet of a response; without a stack trace. */
final class ConnectionLost extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ConnectionLost() {
        super("a used connection was dead", null, false, false);
    }
}
