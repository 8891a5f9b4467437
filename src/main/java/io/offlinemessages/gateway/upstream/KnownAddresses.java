package io.offlinemessages.gateway.upstream;

import com.github.benmanes.caffeine.cache.Ticker;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that names had when DNS last told of them. They are used for as long as DNS allows, and in the place of an answer
 * that does not come a little longer (RFC 8767).
 */
final class KnownAddresses {

    /** A change is noticed within this, however long DNS allows. */
    private static final long LONGEST = Duration.ofHours(1).toSeconds();

    /** Short, because an address that has been given to somebody else would get the account's password. */
    private static final Duration OVERTIME = Duration.ofMinutes(10);

    /** How long a DNS that did not answer is left alone, so that not each connection waits for it. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Ticker ticker;
    private final Map<String, Known> names = new ConcurrentHashMap<>();

    KnownAddresses(Ticker ticker) {
        this.ticker = ticker;
    }

    /** The addresses that may be used now; null where DNS must be asked first. */
    @Nullable
    List<InetAddress> now(String name) {
        Known known = names.get(name);
        return known != null && known.askAt() - ticker.read() > 0 ? known.addresses() : null;
    }

    /** Takes what DNS has told, for so many seconds. */
    void keep(String name, List<InetAddress> addresses, long seconds) {
        long end =
                ticker.read() + Duration.ofSeconds(Math.min(seconds, LONGEST)).toNanos();
        names.put(name, new Known(addresses, end, end + OVERTIME.toNanos()));
    }

    /** The addresses that may be used because DNS has not answered; null for none. */
    @Nullable
    List<InetAddress> inOvertime(String name) {
        long now = ticker.read();
        Known known = names.computeIfPresent(name, (key, each) -> each.askedAgain(now + PAUSE.toNanos(), now));
        return known == null ? null : known.addresses();
    }

    /** DNS has told that there is no such name. */
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
