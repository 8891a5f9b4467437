package io.offlinemessages.gateway.access;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

/**
 * The threads that hash passwords, with a bounded queue. Handing a check in, or being refused, takes no lock, because event
 * loops do it; a {@code ThreadPoolExecutor} takes several.
 */
final class HashingPool implements Executor, AutoCloseable {

    private final ForkJoinPool threads;
    private final Semaphore places;

    HashingPool(int threads, int waiting) {
        this.threads = new ForkJoinPool(threads, HashingPool::thread, null, true);
        this.places = new Semaphore(threads + waiting);
    }

    @Override
    public void execute(Runnable check) {
        if (!places.tryAcquire()) {
            throw new RejectedExecutionException("too many password checks are waiting");
        }
        threads.execute(() -> {
            try {
                check.run();
            } finally {
                places.release();
            }
        });
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private static ForkJoinWorkerThread thread(ForkJoinPool pool) {
        var thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
        thread.setName("password-hashing-" + thread.getPoolIndex());
        return thread;
    }
}
