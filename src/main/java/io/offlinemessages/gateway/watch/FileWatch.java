package io.offlinemessages.gateway.watch;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.scheduling.support.TaskUtils;

/** A thread that runs each of its polls once a second, one after another. */
public final class FileWatch implements AutoCloseable {

    /** A change takes effect after two polls with equal snapshots, and so within two seconds. */
    private static final long POLL_EVERY_MILLIS = 1_000;

    private final ScheduledExecutorService thread;

    public FileWatch() {
        var threads = new CustomizableThreadFactory("file-watch-");
        threads.setDaemon(true);
        this.thread = Executors.newSingleThreadScheduledExecutor(threads);
    }

    /** Runs the poll once a second until the watch is closed. */
    @SuppressWarnings("FutureReturnValueIgnored") // the task ends with the executor
    public void add(Runnable poll) {
        thread.scheduleWithFixedDelay(untiring(poll), POLL_EVERY_MILLIS, POLL_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Wraps a poll so that its exceptions are logged; the executor runs a task no more after an exception. */
    static Runnable untiring(Runnable poll) {
        return TaskUtils.decorateTaskWithErrorHandler(poll, null, true);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
