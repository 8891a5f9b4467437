package io.offlinemessages.gateway.wire;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.Counter;
import io.netty.channel.Channel;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A share of memory that all connections of the API have together for what waits on them.
 *
 * <p>A bound for each connection says nothing where there are thousands. So each event loop has its part of the share, and counts
 * what waits on its connections. Where that gets too much, it ends the connection with most bytes waiting and least progress, which
 * is the greatest product of bytes and the time since some of them were taken; and the next one, until the rest fits. No loop looks
 * at another's connections, so nothing here needs a lock. Setting an account is O(1); ending a connection is O(connections on which
 * something waits).
 */
final class MemoryShare {

    /** So that of two connections that have just begun to wait the heavier one is ended. */
    private static final long HEAD_START = Duration.ofSeconds(1).toNanos();

    private final long partOfLoop;
    private final Ticker ticker;
    private final Counter ended;
    private final Map<EventExecutor, Part> parts = new ConcurrentHashMap<>();

    /**
     * A share of so many bytes, for so many event loops.
     *
     * @param ended counts the connections that had to be ended
     */
    MemoryShare(long bytes, int loops, Ticker ticker, Counter ended) {
        this.partOfLoop = bytes / loops;
        this.ticker = ticker;
        this.ended = ended;
    }

    /** The account of one connection; empty at first. */
    Account account(Channel channel) {
        return new Account(channel, parts.computeIfAbsent(channel.eventLoop(), loop -> new Part()));
    }

    /** What the connections of one event loop have. */
    private static final class Part {

        private final Set<Account> waiting = new LinkedHashSet<>();
        private long bytes;
    }

    /** What waits on one connection; only its event loop uses it. */
    final class Account {

        private final Channel channel;
        private final Part part;
        private long bytes;
        private long progressAt;

        private Account(Channel channel, Part part) {
            this.channel = channel;
            this.part = part;
        }

        /** So many bytes wait now. */
        void set(long now) {
            if (now == bytes) {
                return;
            }
            if (now < bytes || bytes == 0) {
                progressAt = ticker.read();
            }
            part.bytes += now - bytes;
            bytes = now;
            if (now == 0) {
                part.waiting.remove(this);
                return;
            }
            part.waiting.add(this);
            while (part.bytes > partOfLoop) {
                long time = ticker.read();
                Collections.max(part.waiting, Comparator.comparingDouble(account -> account.weight(time)))
                        .end();
            }
        }

        private double weight(long now) {
            return (double) bytes * (now - progressAt + HEAD_START);
        }

        @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the end of a connection
        private void end() {
            set(0);
            ended.increment();
            channel.close();
        }
    }
}
