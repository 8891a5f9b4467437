package io.offlinemessages.gateway.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.offlinemessages.gateway.contract.Authorization;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.LogText;
import io.offlinemessages.gateway.contract.RequestId;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.transport.AddressUtils;

/** The HTTP client of the upstream. It builds each request from the canonical request alone, and reads each response whole. */
final class UpstreamClient {

    private static final Logger LOG = LoggerFactory.getLogger(UpstreamClient.class);

    private static final String USER_AGENT = "offline-messages-gateway";

    private volatile HttpClient http;
    private final UpstreamConnections connections;
    private final String host;
    private final String path;
    private final int maxBody;
    private final UpstreamCredential credential;
    private final ResponseNormaliser normaliser;

    UpstreamClient(
            HttpClient http,
            UpstreamProperties properties,
            UpstreamCredential credential,
            ResponseNormaliser normaliser) {
        this.connections = UpstreamConnections.of(http);
        BaseUrl base = properties.address();
        InetSocketAddress server = AddressUtils.createUnresolved(base.host(), base.port());
        this.http = secured(http, base.isSecure())
                // As host and port, because Reactor Netty reads no port of one
                // digit from a URI, and omits 443 from every Host field.
                .remoteAddress(() -> server)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(properties.connectWithin().toMillis()))
                .responseTimeout(properties.responseTimeout())
                .followRedirect(false)
                .doOnChannelInit((observer, channel, address) -> {
                    AnswersInTurn.install(channel.pipeline());
                    connections.take(channel);
                })
                // Reactor Netty's own retry would bypass the budget, and might take the next dead connection.
                .disableRetry(true);
        this.host = base.hostField();
        this.path = base.path();
        this.maxBody = properties.largestBody();
        this.credential = credential;
        this.normaliser = normaliser;
    }

    /** Uses this TLS configuration for new connections from now on. */
    void secure(UnaryOperator<HttpClient> tls) {
        http = tls.apply(http);
    }

    /**
     * Sets TLS up now. Otherwise the first call to an https upstream would do so, and read the platform's trust store from disk on an
     * event loop. A client with its own TLS configuration keeps it, except for an http upstream.
     */
    static HttpClient secured(HttpClient http, boolean https) {
        if (!https) {
            return http.noSSL();
        }
        return http.configuration().isSecure() ? http : http.secure();
    }

    /**
     * The normalised outcome of one attempt within the time left. The only error signal is {@link ConnectionLost}, and never with
     * {@code unused}.
     */
    Mono<Outcome> call(CanonicalRequest request, CallContext context, Duration timeLeft, boolean unused) {
        Authorization authorization = credential.of(request.account(), context);
        // A future ends the Reactor context here: Reactor Netty reads the
        // context often, and each read would pass through all operators above.
        return Mono.fromFuture(() -> {
            Mono<Outcome> attempt = attempt(request, context, authorization, timeLeft, unused);
            return (unused ? attempt.contextWrite(UpstreamConnections::unused) : attempt).toFuture();
        });
    }

    private Mono<Outcome> attempt(
            CanonicalRequest request,
            CallContext context,
            Authorization authorization,
            Duration timeLeft,
            boolean unused) {
        var connection = new AtomicReference<@Nullable Channel>();
        return http.doOnRequest((sent, its) -> connection.set(its.channel()))
                .headers(headers -> write(headers, host, authorization, context))
                .get()
                .uri(path + request.target())
                .response((head, body) -> read(request, context, head, body))
                .single()
                .timeout(timeLeft)
                .onErrorResume(thrown -> {
                    FailureKind kind = TransportFailure.beforeHead(thrown);
                    return !unused && isLost(kind, thrown, connection.get())
                            ? Mono.error(new ConnectionLost())
                            : failed(request, context, kind, thrown);
                });
    }

    /** Whether the request may be sent again on a new connection; if so, the generation of the lost connection ends. */
    private boolean isLost(FailureKind kind, Throwable thrown, @Nullable Channel connection) {
        if (connection == null) {
            return TransportFailure.isPoolOfTheDead(thrown);
        }
        boolean lost = (kind == FailureKind.CONNECTION_RESET || kind == FailureKind.TLS_FAILED)
                && AnswersInTurn.areMissingOnUsed(connection);
        if (lost) {
            connections.end(connection);
        }
        return lost;
    }

    private static void write(HttpHeaders headers, String host, Authorization authorization, CallContext context) {
        headers.set(HttpHeaderNames.HOST, host)
                .set(HttpHeaderNames.ACCEPT, "application/json")
                .set(HttpHeaderNames.ACCEPT_ENCODING, HttpHeaderValues.IDENTITY)
                .set(HttpHeaderNames.AUTHORIZATION, authorization.value())
                .set(HttpHeaderNames.USER_AGENT, USER_AGENT)
                .set(Traceparent.FIELD, Traceparent.write(context.span()))
                .set(RequestId.FIELD, context.requestId());
    }

    private Mono<Outcome> read(
            CanonicalRequest request, CallContext context, HttpClientResponse head, ByteBufFlux body) {
        return Mono.defer(() -> BoundedBody.read(head, body, maxBody))
                .map(bytes -> normalised(
                        request, context, new RawAnswer(head.status().code(), head.responseHeaders(), bytes)))
                .onErrorResume(thrown -> failed(request, context, TransportFailure.inBody(thrown), thrown));
    }

    private Outcome normalised(CanonicalRequest request, CallContext context, RawAnswer answer) {
        Outcome outcome = normaliser.normalise(request, answer);
        Failure failure = outcome.failure();
        if (failure != null && failure.kind().yieldsToStale()) {
            LOG.atWarn()
                    .addKeyValue("trace.id", context.span().getTraceId())
                    .log(
                            "The upstream's answer to a {} call is of no use: {} (status {}).",
                            request.route().id(),
                            failure.kind().tag(),
                            answer.status());
        }
        return outcome;
    }

    private static Mono<Outcome> failed(
            CanonicalRequest request, CallContext context, FailureKind kind, Throwable thrown) {
        LOG.atWarn()
                .addKeyValue("trace.id", context.span().getTraceId())
                .log(
                        "A {} call to the upstream failed: {} ({}).",
                        request.route().id(),
                        kind.tag(),
                        LogText.escaped(Exceptions.unwrap(thrown).toString()));
        return Mono.just(new Outcome.Failed(Failure.of(kind)));
    }
}
