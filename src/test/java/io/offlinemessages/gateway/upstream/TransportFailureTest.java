package io.offlinemessages.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.netty.handler.timeout.ReadTimeoutException;
import io.offlinemessages.gateway.contract.FailureKind;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.netty.channel.AbortedException;

class TransportFailureTest {

    static Stream<Arguments> thrown() {
        return Stream.of(
                row(new ConnectException(), FailureKind.CONNECT_FAILED, FailureKind.CLOSED_MID_BODY),
                row(new NoRouteToHostException(), FailureKind.CONNECT_FAILED, FailureKind.CLOSED_MID_BODY),
                row(new ConnectTimeoutException(), FailureKind.CONNECT_TIMEOUT, FailureKind.CLOSED_MID_BODY),
                row(new SslHandshakeTimeoutException("late"), FailureKind.CONNECT_TIMEOUT, FailureKind.CLOSED_MID_BODY),
                row(new SSLHandshakeException("untrusted"), FailureKind.TLS_FAILED, FailureKind.CLOSED_MID_BODY),
                row(new UnknownHostException(), FailureKind.NAME_NOT_RESOLVED, FailureKind.CLOSED_MID_BODY),
                row(new IOException("reset"), FailureKind.CONNECTION_RESET, FailureKind.CLOSED_MID_BODY),
                row(new EOFException(), FailureKind.CONNECTION_RESET, FailureKind.CLOSED_MID_BODY),
                row(AbortedException.beforeSend(), FailureKind.CONNECTION_RESET, FailureKind.CLOSED_MID_BODY),
                row(
                        new PrematureChannelClosureException(),
                        FailureKind.CONNECTION_RESET,
                        FailureKind.MALFORMED_RESPONSE),
                row(ReadTimeoutException.INSTANCE, FailureKind.RESPONSE_TIMEOUT, FailureKind.RESPONSE_TIMEOUT),
                row(new TimeoutException(), FailureKind.DEADLINE_EXCEEDED, FailureKind.MALFORMED_RESPONSE),
                row(new BoundedBody.TooLarge(), FailureKind.MALFORMED_RESPONSE, FailureKind.BODY_TOO_LARGE),
                row(new NumberFormatException("xyz"), FailureKind.MALFORMED_RESPONSE, FailureKind.MALFORMED_RESPONSE));
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void an_exception_is_mapped_by_when_it_was_thrown(Throwable thrown, FailureKind beforeHead, FailureKind inBody) {
        assertThat(TransportFailure.beforeHead(thrown)).isEqualTo(beforeHead);
        assertThat(TransportFailure.inBody(thrown)).isEqualTo(inBody);
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void a_wrapped_exception_is_mapped_by_its_cause(Throwable thrown, FailureKind beforeHead, FailureKind inBody) {
        var wrapped = new IllegalStateException(new RuntimeException(thrown));

        assertThat(TransportFailure.beforeHead(wrapped)).isEqualTo(beforeHead);
        assertThat(TransportFailure.inBody(wrapped)).isEqualTo(inBody);
    }

    private static Arguments row(Throwable thrown, FailureKind beforeHead, FailureKind inBody) {
        return Arguments.of(thrown, beforeHead, inBody);
    }
}
