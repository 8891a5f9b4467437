package io.offlinemessages.gateway.upstream;

import com.github.benmanes.caffeine.cache.Ticker;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that DNS last returned for each name. They are used for their time to live, and for ten more minutes while DNS does not
 * answer (serve-stale, RFC 8767).
 */
final class KnownAddresses {

    /** The longest time, in seconds, until a change is noticed, however long the time to live is. */
    private static final long LONGEST = Duration.ofHours(1).toSeconds();

    /** Short, because an address that was reassigned would receive the account's password. */
    private static final Duration OVERTIME = Duration.ofMinutes(10);

    /** The time after a query without an answer in which connections use the known addresses at once, instead of each waiting for DNS. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Ticker ticker;
    private final Map<String, Known> names = new ConcurrentHashMap<>();

    KnownAddresses(Ticker ticker) {
        this.ticker = ticker;
    }

    /** The addresses that may be used now; null where DNS must be queried first. */
    @Nullable
    List<InetAddress> now(String name) {
        Known known = names.get(name);
        return known != null && known.askAt() - ticker.read() > 0 ? known.addresses() : null;
    }

    /** Stores the addresses that DNS returned, with their time to live in seconds. */
    void keep(String name, List<InetAddress> addresses, long seconds) {
        long end =
                ticker.read() + Duration.ofSeconds(Math.min(seconds, LONGEST)).toNanos();
        names.put(name, new Known(addresses, end, end + OVERTIME.toNanos()));
    }

    /** The addresses to use while DNS does not answer; null for none. */
    @Nullable
    List<InetAddress> inOvertime(String name) {
        long now = ticker.read();
        Known known = names.computeIfPresent(name, (key, each) -> each.askedAgain(now + PAUSE.toNanos(), now));
        return known == null ? null : known.addresses();
    }

    /** Forgets a name that does not exist according to DNS. */
    void forget(String name) {
        names.remove(name);
    }

    private record Known(List<InetAddress> addresses, long askAt, long end) {

        @Nullable
        Known askedAgain(long at, long now) {
            return end - now <= 0 ? null : new Known(addresses, at - end > 0 ? end : at, end);
        }
    }
}
