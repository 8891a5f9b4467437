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

/** Makes one call to the upstream, built from the canonical request alone, and reads its answer whole. */
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
                // By its parts, because Reactor Netty reads no port of one digit, and leaves 443 out of every Host
                // field.
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
                // Reactor Netty would try again past the budget, and perhaps on the next dead connection.
                .disableRetry(true);
        this.host = base.hostField();
        this.path = base.path();
        this.maxBody = properties.largestBody();
        this.credential = credential;
        this.normaliser = normaliser;
    }

    /** Makes new connections with this TLS configuration from now on. */
    void secure(UnaryOperator<HttpClient> tls) {
        http = tls.apply(http);
    }

    /**
     * Sets TLS up now, as the first call to an https upstream otherwise would: by reading the platform's trust store from disk
     * on an event loop. A client with a TLS configuration of its own keeps it, but not for an http upstream.
     */
    static HttpClient secured(HttpClient http, boolean https) {
        if (!https) {
            return http.noSSL();
        }
        return http.configuration().isSecure() ? http : http.secure();
    }

    /**
     * The normalised outcome of one attempt, within the time that is left. The one error is {@link ConnectionLost}, which an attempt
     * on an unused connection never ends in.
     */
    Mono<Outcome> call(CanonicalRequest request, CallContext context, Duration timeLeft, boolean unused) {
        Authorization authorization = credential.of(request.account(), context);
        // As a future, because the client asks for a context often, and each time all that is above would be asked in
        // turn.
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

    /** Whether the request may go out again on an unused connection; if so, its connection's generation ends. */
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
