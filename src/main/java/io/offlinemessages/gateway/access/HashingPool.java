package io.offlinemessages.gateway.access;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;

/**
 * The threads that hash passwords. A {@code ForkJoinPool}, because event loops submit to it: it takes no lock on submission, and
 * {@code ThreadPoolExecutor} takes several.
 */
final class HashingPool implements Executor, AutoCloseable {

    private final ForkJoinPool pool;

    HashingPool(int threads) {
        this.pool = new ForkJoinPool(threads, HashingPool::thread, null, true);
    }

    int threads() {
        return pool.getParallelism();
    }

    @Override
    public void execute(Runnable check) {
        pool.execute(check);
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }

    private static ForkJoinWorkerThread thread(ForkJoinPool pool) {
        var thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
        thread.setName("password-hashing-" + thread.getPoolIndex());
        return thread;
    }
}
