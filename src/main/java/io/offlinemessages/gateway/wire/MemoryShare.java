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
 * The memory that all connections of one port share for waiting bytes.
 *
 * <p>A bound for each connection bounds nothing when there are thousands of connections. Each event loop therefore has
 * an equal part of the share and counts the bytes that wait on its own connections. When they exceed the part, the loop
 * ends the connection with the greatest product of waiting bytes and time since its last progress, then the next one,
 * until the rest fits. Because a loop looks only at its own connections, no lock is needed. Setting an account takes
 * constant time; ending a connection scans the loop's accounts with waiting bytes.
 */
final class MemoryShare {

    /**
     * Added to each time without progress, so that of two connections that have just begun to wait the one with more
     * bytes is ended.
     */
    private static final long HEAD_START = Duration.ofSeconds(1).toNanos();

    private final long partOfLoop;
    private final Ticker ticker;
    private final Counter ended;
    private final Map<EventExecutor, Part> parts = new ConcurrentHashMap<>();

    /**
     * A share that is divided equally among event loops.
     *
     * @param bytes the size of the whole share
     * @param loops the number of event loops
     * @param ended counts the connections that are ended
     */
    MemoryShare(long bytes, int loops, Ticker ticker, Counter ended) {
        this.partOfLoop = bytes / loops;
        this.ticker = ticker;
        this.ended = ended;
    }

    /** A new, empty account for the connection. */
    Account account(Channel channel) {
        return new Account(channel, parts.computeIfAbsent(channel.eventLoop(), loop -> new Part()));
    }

    /** One event loop's part of the share: its accounts with waiting bytes, and their sum. */
    private static final class Part {

        private final Set<Account> waiting = new LinkedHashSet<>();
        private long bytes;
    }

    /** The bytes that wait on one connection; only its event loop uses the account. */
    final class Account {

        private final Channel channel;
        private final Part part;
        private long bytes;
        private long progressAt;

        private Account(Channel channel, Part part) {
            this.channel = channel;
            this.part = part;
        }

        /**
         * Sets the number of bytes that wait now. Ends connections, perhaps this one, while the loop's part is
         * exceeded.
         */
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

        @SuppressWarnings("FutureReturnValueIgnored") // no code waits for the end of a connection
        private void end() {
            set(0);
            ended.increment();
            channel.close();
        }
    }
}
