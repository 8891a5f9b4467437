package io.offlinemessages.gateway.wire;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.Counter;
import io.netty.util.internal.PlatformDependent;

/**
 * The memory of one port for waiting bytes, of both kinds.
 *
 * @param direct for bytes that Netty has copied and the sockets have not yet taken
 * @param heap for responses that are not yet written, and for requests that have arrived early or in part
 */
record SharedMemory(MemoryShare direct, MemoryShare heap) {

    private static final long MANAGEMENT = 8L << 20;

    /**
     * The memory of the API's port. Of direct memory it is a third of the amount that the management port leaves,
     * because the allocator reserves a whole chunk as long as one slice in it waits; of the heap it is an eighth.
     */
    static SharedMemory ofApi(int loops, Ticker ticker, Counter ended) {
        long direct = Math.max(MANAGEMENT, PlatformDependent.maxDirectMemory() - MANAGEMENT) / 3;
        return of(direct, Runtime.getRuntime().maxMemory() / 8, loops, ticker, ended);
    }

    /** The memory of the management port, for its one event loop: 4 MB of direct memory, and 1/32 of the heap. */
    static SharedMemory ofManagement(Ticker ticker, Counter ended) {
        return of(MANAGEMENT / 2, Runtime.getRuntime().maxMemory() / 32, 1, ticker, ended);
    }

    private static SharedMemory of(long direct, long heap, int loops, Ticker ticker, Counter ended) {
        return new SharedMemory(
                new MemoryShare(direct, loops, ticker, ended), new MemoryShare(heap, loops, ticker, ended));
    }
}
