package io.offlinemessages.gateway.shared;

import com.github.benmanes.caffeine.cache.Ticker;
import io.opentelemetry.api.trace.Span;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * One connection to the server, from its handshake until it is lost; it is never mended, and nothing is sent again. It is lost at the
 * first reply that does not come in time, and at the first that is an error: all who wait then go on at once. A timer that is late by
 * itself says nothing of the server, but of this process, and is no reason.
 */
final class Line {

    /** By how much a timer is late when the process did not run. */
    private static final Duration LATE = Duration.ofMillis(20);

    private final Server server;
    private final ServerInfo info;
    private final Duration timeout;
    private final Scheduler timers;
    private final Ticker ticker;
    private final LinkMeters meters;
    private final ServerClock clock = new ServerClock();
    private final AtomicLong calls = new AtomicLong();
    private final Map<Long, CompletableFuture<Reply>> waiting = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable String> lost = new AtomicReference<>();
    private volatile Consumer<String> listener = reason -> {};

    /**
     * A line that works until now.
     *
     * @param timeout after which a reply is missed
     * @param timers where waits end
     */
    Line(Server server, ServerInfo info, Duration timeout, Scheduler timers, Ticker ticker, LinkMeters meters) {
        this.server = server;
        this.info = info;
        this.timeout = timeout;
        this.timers = timers;
        this.ticker = ticker;
        this.meters = meters;
    }

    /** Who is at the other end. */
    ServerInfo info() {
        return info;
    }

    /** The longest time that a call takes. */
    Duration timeout() {
        return timeout;
    }

    /** The server's time now, in milliseconds, or a little less; 0 before the first reply. */
    long serverNow() {
        return clock.at(ticker.read());
    }

    /** Tells, once, why the line is lost; at once where it is already. */
    void onLost(Consumer<String> told) {
        listener = told;
        String reason = lost.get();
        if (reason != null) {
            told.accept(reason);
        }
    }

    /** Runs a script; the reply comes within what is left of the request's time, and never as an error. */
    Mono<Reply> run(Call call, SharedTime time) {
        return Mono.defer(() -> {
                    Duration patience = time.left();
                    if (patience.isZero()) {
                        return Mono.<Reply>just(Reply.None.OUT_OF_TIME);
                    }
                    long sent = ticker.read();
                    Span span = meters.spans().start(call.script(), time);
                    return Mono.fromFuture(send(call, patience, sent), true)
                            .doOnNext(reply -> {
                                var waited = Duration.ofNanos(ticker.read() - sent);
                                time.waited(waited);
                                meters.ended(call.script(), reply, waited);
                                meters.spans().end(span, reply);
                            })
                            .doOnCancel(() -> meters.spans().left(span));
                })
                // The link has been closed, with its thread.
                .onErrorReturn(RejectedExecutionException.class, Reply.None.LOST)
                // The link's own thread writes, reads replies and ends waits, and does nothing else.
                .publishOn(Schedulers.parallel());
    }

    /** Gives the line up, for the first reason only. */
    void lose(String reason) {
        if (lost.compareAndSet(null, reason)) {
            server.close();
            waiting.values().forEach(reply -> reply.complete(Reply.None.LOST));
            listener.accept(reason);
        }
    }

    private CompletableFuture<Reply> send(Call call, Duration patience, long sent) {
        var reply = new CompletableFuture<Reply>();
        long number = calls.incrementAndGet();
        waiting.put(number, reply);
        if (lost.get() != null) {
            waiting.remove(number);
            reply.complete(Reply.None.LOST);
            return reply;
        }
        Duration wait = patience.compareTo(timeout) < 0 ? patience : timeout;
        Disposable missed = after(timeout, () -> missed(number, reply, sent));
        Disposable left = wait.equals(timeout) ? missed : after(wait, () -> reply.complete(Reply.None.OUT_OF_TIME));
        server.run(call, clock.at(sent + wait.toNanos())).whenComplete((fields, error) -> {
            missed.dispose();
            left.dispose();
            waiting.remove(number);
            arrived(call, reply, fields, error);
        });
        return reply;
    }

    private Disposable after(Duration time, Runnable end) {
        return timers.schedule(end, time.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void missed(long number, CompletableFuture<Reply> reply, long sent) {
        waiting.remove(number);
        boolean late = ticker.read() - sent - timeout.toNanos() > LATE.toNanos();
        // First, so that nobody who has heard of a loss still finds the link up.
        if (!late) {
            lose("no reply within " + timeout.toMillis() + "ms");
        }
        reply.complete(late ? Reply.None.OUT_OF_TIME : Reply.None.LOST);
    }

    private void arrived(
            Call call, CompletableFuture<Reply> reply, @Nullable List<Object> fields, @Nullable Throwable error) {
        if (error != null) {
            lose(String.valueOf(NestedExceptionUtils.getMostSpecificCause(error).getMessage()));
            reply.complete(Reply.None.LOST);
            return;
        }
        var given = new Reply.Of(Objects.requireNonNull(fields));
        boolean late = given.status().equals("late");
        // Once a second, and where the two clocks disagree.
        if (late || call.script() == Script.BEAT) {
            clock.set(given.now(), ticker.read());
        } else {
            clock.heard(given.now(), ticker.read());
        }
        reply.complete(late ? Reply.None.LATE : given);
    }

    /** The other end of a line. */
    interface Server {

        /** Runs the script; the fields of its reply, or an error. */
        CompletionStage<List<Object>> run(Call call, long deadline);

        /** Ends the connection. */
        void close();
    }
}
