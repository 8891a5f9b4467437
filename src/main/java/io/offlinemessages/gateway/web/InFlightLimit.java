package io.offlinemessages.gateway.web;

import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** The filter that limits the requests in flight: each one over the limit gets a 503 at once. */
final class InFlightLimit implements WebFilter {

    private static final Duration SOON = Duration.ofSeconds(1);

    private final int most;
    private final Answers answers;
    private final AtomicInteger inFlight = new AtomicInteger();

    /**
     * A filter with a limit.
     *
     * @param most the most requests that may be in flight at once
     */
    InFlightLimit(int most, Answers answers) {
        this.most = most;
        this.answers = answers;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return Mono.defer(() -> inFlight.incrementAndGet() > most
                        ? answers.failure(exchange, Failure.of(FailureKind.TOO_MANY_IN_FLIGHT, SOON))
                        : chain.filter(exchange))
                .doFinally(signal -> inFlight.decrementAndGet());
    }
}
