package io.offlinemessages.gateway.wire;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.Counter;
import io.netty.util.internal.PlatformDependent;

/**
 * What all connections of one port may make wait, in both kinds of memory.
 *
 * @param direct what Netty has copied for the sockets, and they have not taken
 * @param heap answers that are not written yet, and requests that came before their turn or in part
 */
record SharedMemory(MemoryShare direct, MemoryShare heap) {

    private static final long MANAGEMENT = 8L << 20;

    /**
     * What callers of the API have: a third of the direct memory that is left beside the management port's, because a chunk of it is
     * reserved as long as one slice in it waits; and an eighth of the heap.
     */
    static SharedMemory ofApi(int loops, Ticker ticker, Counter ended) {
        long direct = Math.max(MANAGEMENT, PlatformDependent.maxDirectMemory() - MANAGEMENT) / 3;
        return of(direct, Runtime.getRuntime().maxMemory() / 8, loops, ticker, ended);
    }

    /** What the management port has, on its one event loop. */
    static SharedMemory ofManagement(Ticker ticker, Counter ended) {
        return of(MANAGEMENT / 2, Runtime.getRuntime().maxMemory() / 32, 1, ticker, ended);
    }

    private static SharedMemory of(long direct, long heap, int loops, Ticker ticker, Counter ended) {
        return new SharedMemory(
                new MemoryShare(direct, loops, ticker, ended), new MemoryShare(heap, loops, ticker, ended));
    }
}
