package io.offlinemessages.gateway.upstream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.offlinemessages.gateway.contract.Account;
import java.time.Duration;

/** The door that a 429 closes for its account, for as long as the upstream asked. */
final class RateLimitGate {

    private static final int MOST_ACCOUNTS = 10_000;

    private final Ticker ticker;
    private final Cache<Account, Long> closedUntil;

    RateLimitGate(Ticker ticker) {
        this.ticker = ticker;
        this.closedUntil = Caffeine.newBuilder()
                .maximumSize(MOST_ACCOUNTS)
                .expireAfterWrite(RetryAfter.LONGEST)
                .ticker(ticker)
                .build();
    }

    /** Closes the gate for an account; a longer closure that is under way stays. */
    void close(Account account, Duration wait) {
        closedUntil.asMap().merge(account, ticker.read() + wait.toNanos(), (a, b) -> a - b > 0 ? a : b);
    }

    /** The time until the gate opens; zero when it is open. */
    Duration closedFor(Account account) {
        Long until = closedUntil.getIfPresent(account);
        long left = until == null ? 0 : until - ticker.read();
        return left > 0 ? Duration.ofNanos(left) : Duration.ZERO;
    }
}
