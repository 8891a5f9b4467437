package io.offlinemessages.gateway.web;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.offlinemessages.gateway.access.Authenticator;
import io.offlinemessages.gateway.admission.Admission;
import io.offlinemessages.gateway.admission.Decision;
import io.offlinemessages.gateway.admission.Decision.Admitted;
import io.offlinemessages.gateway.admission.Decision.NeedsPasswordCheck;
import io.offlinemessages.gateway.admission.Decision.Published;
import io.offlinemessages.gateway.admission.Decision.Refused;
import io.offlinemessages.gateway.admission.RequestHead;
import io.offlinemessages.gateway.admission.Target;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.GatewayMeter;
import io.offlinemessages.gateway.limits.RequestRates;
import io.offlinemessages.gateway.limits.TokenBuckets.Take;
import io.offlinemessages.gateway.limits.TrustedProxies;
import io.offlinemessages.gateway.telemetry.RequestContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The filter that asks {@link Admission} about each request, and passes on only admitted requests. */
final class AdmissionFilter implements WebFilter {

    private final Admission admission;
    private final Authenticator authenticator;
    private final TrustedProxies proxies;
    private final RequestRates rates;
    private final Answers answers;
    private final MeterRegistry meters;
    private final Counter admitted;

    AdmissionFilter(
            Admission admission,
            Authenticator authenticator,
            TrustedProxies proxies,
            RequestRates rates,
            Answers answers,
            MeterRegistry meters) {
        this.admission = admission;
        this.authenticator = authenticator;
        this.proxies = proxies;
        this.rates = rates;
        this.answers = answers;
        this.meters = meters;
        this.admitted = GatewayMeter.ADMISSION.counter(meters, "admitted");
        count(FailureKind.BAD_CREDENTIALS.tag(), 0);
        count(FailureKind.PASSWORD_CHECKS_BUSY.tag(), 0);
        count(FailureKind.PASSWORD_RATE_EXCEEDED.tag(), 0);
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        RequestHead head = head(exchange.getRequest());
        if (head.announcesTooMuchContent()) {
            exchange.getResponse().getHeaders().set(HttpHeaders.CONNECTION, "close");
        }
        Decision decision = admission.decide(head);
        if (decision instanceof NeedsPasswordCheck needed) {
            return checked(exchange.getRequest(), head, needed).flatMap(outcome -> follow(exchange, chain, outcome));
        }
        return follow(exchange, chain, decision);
    }

    /**
     * Has the password checked, and decides again. The decision runs on a parallel scheduler, so that the few hashing
     * threads only hash. A caller that disconnects no longer waits for the check.
     */
    private Mono<Decision> checked(ServerHttpRequest request, RequestHead head, NeedsPasswordCheck needed) {
        return Mono.fromFuture(() -> authenticator.check(needed.credentials(), client(request)))
                .publishOn(Schedulers.parallel())
                .map(check -> admission.decide(head, needed.credentials(), check));
    }

    private Mono<Void> follow(ServerWebExchange exchange, WebFilterChain chain, Decision decision) {
        RequestContext context = RequestContext.of(exchange);
        if (decision instanceof Admitted allowed) {
            Failure excess = excess(exchange, allowed);
            if (excess == null) {
                admitted.increment();
                context.admitted(allowed);
                return chain.filter(exchange);
            }
            return refuse(
                    exchange,
                    new Refused(excess, allowed.caller(), allowed.request().route()));
        }
        if (decision instanceof Published) {
            count("published", 1);
            context.published();
            return answers.document(exchange);
        }
        return refuse(exchange, (Refused) decision);
    }

    private Mono<Void> refuse(ServerWebExchange exchange, Refused refused) {
        count(refused.failure().kind().tag(), 1);
        RequestContext.of(exchange).refused(refused);
        return answers.failure(exchange, refused.failure());
    }

    /**
     * Takes a token of the caller's rate limit, and sets the {@code RateLimit} fields of the response.
     *
     * @return the failure if there was no token, else null
     */
    private @Nullable Failure excess(ServerWebExchange exchange, Admitted admission) {
        Take take = rates.take(admission.caller().name());
        if (take == null) {
            return null;
        }
        HttpHeaders headers = exchange.getResponse().getHeaders();
        headers.set(RequestRates.POLICY_FIELD, rates.policy());
        headers.set(RequestRates.FIELD, RequestRates.field(take));
        return take.granted() ? null : Failure.of(FailureKind.REQUEST_RATE_EXCEEDED, take.retryAfter());
    }

    /** The client's address: the peer's, or the one that trusted proxies report. */
    private InetAddress client(ServerHttpRequest request) {
        InetSocketAddress peer = Objects.requireNonNull(request.getRemoteAddress(), "a connection has two ends");
        return proxies.client(peer.getAddress(), request.getHeaders().getOrEmpty("X-Forwarded-For"));
    }

    private void count(String outcome, int times) {
        GatewayMeter.ADMISSION.counter(meters, outcome).increment(times);
    }

    private static RequestHead head(ServerHttpRequest request) {
        URI uri = request.getURI();
        HttpHeaders headers = request.getHeaders();
        return new RequestHead(
                request.getMethod().name(),
                Target.parse(uri.getRawPath(), uri.getRawQuery()),
                headers.getOrEmpty(HttpHeaders.AUTHORIZATION),
                headers.getOrEmpty(HttpHeaders.ACCEPT),
                contentLength(headers));
    }

    /** The announced content length in octets; content in a transfer coding counts as endless. */
    private static long contentLength(HttpHeaders headers) {
        return headers.containsHeader(HttpHeaders.TRANSFER_ENCODING)
                ? Long.MAX_VALUE
                : Math.max(0, headers.getContentLength());
    }
}
