package io.offlinemessages.gateway.watch;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.scheduling.support.TaskUtils;

/** Runs each of its polls once a second, one after another, on a thread of its own. */
public final class FileWatch implements AutoCloseable {

    /** Two equal snapshots make a change, so one takes effect after at most two seconds. */
    private static final long POLL_EVERY_MILLIS = 1_000;

    private final ScheduledExecutorService thread;

    public FileWatch() {
        var threads = new CustomizableThreadFactory("file-watch-");
        threads.setDaemon(true);
        this.thread = Executors.newSingleThreadScheduledExecutor(threads);
    }

    /** Runs the poll from now on, until the watch is closed. */
    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the executor
    public void add(Runnable poll) {
        thread.scheduleWithFixedDelay(untiring(poll), POLL_EVERY_MILLIS, POLL_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** A poll that throws is logged; without this it would be the last. */
    static Runnable untiring(Runnable poll) {
        return TaskUtils.decorateTaskWithErrorHandler(poll, null, true);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
