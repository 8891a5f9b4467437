package io.offlinemessages.gateway.upstream;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.netty.handler.timeout.TimeoutException;
import io.netty.resolver.dns.DnsNameResolverTimeoutException;
import io.offlinemessages.gateway.contract.FailureKind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.List;
import javax.net.ssl.SSLException;
import reactor.netty.channel.AbortedException;

/** The mapping from exceptions of a call to failure kinds. */
final class TransportFailure {

    private static final List<Mapping> BEFORE_HEAD = List.of(
            new Mapping(SslHandshakeTimeoutException.class, FailureKind.CONNECT_TIMEOUT),
            new Mapping(ConnectTimeoutException.class, FailureKind.CONNECT_TIMEOUT),
            new Mapping(SSLException.class, FailureKind.TLS_FAILED),
            new Mapping(TimeoutException.class, FailureKind.RESPONSE_TIMEOUT),
            new Mapping(java.util.concurrent.TimeoutException.class, FailureKind.DEADLINE_EXCEEDED),
            new Mapping(UnknownHostException.class, FailureKind.NAME_NOT_RESOLVED),
            new Mapping(ConnectException.class, FailureKind.CONNECT_FAILED),
            new Mapping(NoRouteToHostException.class, FailureKind.CONNECT_FAILED),
            new Mapping(AbortedException.class, FailureKind.CONNECTION_RESET),
            new Mapping(PrematureChannelClosureException.class, FailureKind.CONNECTION_RESET),
            new Mapping(IOException.class, FailureKind.CONNECTION_RESET));

    private static final List<Mapping> IN_BODY = List.of(
            new Mapping(BoundedBody.TooLarge.class, FailureKind.BODY_TOO_LARGE),
            new Mapping(TimeoutException.class, FailureKind.RESPONSE_TIMEOUT),
            new Mapping(AbortedException.class, FailureKind.CLOSED_MID_BODY),
            new Mapping(IOException.class, FailureKind.CLOSED_MID_BODY));

    private TransportFailure() {}

    /** The kind of a failure while connecting, sending, or waiting for the head of the response. */
    static FailureKind beforeHead(Throwable thrown) {
        // It is the cause of an exception that only calls the name unknown.
        return has(DnsNameResolverTimeoutException.class, thrown)
                ? FailureKind.NAME_LOOKUP_TIMEOUT
                : map(BEFORE_HEAD, thrown);
    }

    /** The kind of a failure after the head has arrived. */
    static FailureKind inBody(Throwable thrown) {
        return map(IN_BODY, thrown);
    }

    /** Whether two pooled connections in a row closed while they were being acquired, so that nothing was sent. */
    static boolean isPoolOfTheDead(Throwable thrown) {
        return thrown.getClass() == IOException.class
                && String.valueOf(thrown.getMessage()).startsWith("Error while acquiring from");
    }

    private static boolean has(Class<? extends Throwable> type, Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static FailureKind map(List<Mapping> mappings, Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            for (Mapping mapping : mappings) {
                if (mapping.type().isInstance(cause)) {
                    return mapping.kind();
                }
            }
        }
        return FailureKind.MALFORMED_RESPONSE;
    }

    private record Mapping(Class<? extends Throwable> type, FailureKind kind) {}
}
