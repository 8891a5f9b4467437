package io.offlinemessages.gateway.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/**
 * Pauses that end when the test says so.
 *
 * @param begun takes each that begins
 */
record Pauses(Collection<? super Pause> begun) implements Scheduler {

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        begun.add(new Pause(Duration.ofNanos(unit.toNanos(delay)), task));
        return Disposables.single();
    }

    @Override
    public Disposable schedule(Runnable task) {
        throw new UnsupportedOperationException("a pause has a length");
    }

    @Override
    public Worker createWorker() {
        throw new UnsupportedOperationException("pauses need no order");
    }

    /**
     * A pause that has begun.
     *
     * @param end what comes after it
     */
    record Pause(Duration length, Runnable end) {}
}
