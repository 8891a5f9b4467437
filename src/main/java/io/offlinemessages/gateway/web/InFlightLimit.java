package io.offlinemessages.gateway.web;

import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Refuses at once what would be one request too many under way. */
final class InFlightLimit implements WebFilter {

    private static final Duration SOON = Duration.ofSeconds(1);

    private final int most;
    private final Answers answers;
    private final AtomicInteger inFlight = new AtomicInteger();

    /** Lets at most so many requests be under way. */
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
