package io.offlinemessages.gateway.access;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** An executor that runs its tasks when it is told to, on the calling thread. */
final class HandDrivenExecutor implements Executor {

    private final Queue<Runnable> waiting = new ArrayDeque<>();

    @Override
    public synchronized void execute(Runnable task) {
        waiting.add(task);
    }

    synchronized int waiting() {
        return waiting.size();
    }

    void runAll() {
        while (runOne()) {
            // Until none waits.
        }
    }

    /** Runs the next task; false when none waits. */
    boolean runOne() {
        Runnable task = next();
        if (task == null) {
            return false;
        }
        task.run();
        return true;
    }

    private synchronized @Nullable Runnable next() {
        return waiting.poll();
    }
}
