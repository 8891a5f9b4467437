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
 * One connection to the server, from its handshake until it is lost. It is never repaired, and nothing is sent twice. The first missed
 * or erroneous reply loses it; then all waiting calls end at once. A timer that fires late shows that this process did not run, and
 * says nothing about the server, so it does not lose the line.
 */
final class Line {

    /** A timer this late shows that the process did not run. */
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
     * @param timeout the time after which a reply counts as missed
     * @param timers the scheduler on which waits end
     */
    Line(Server server, ServerInfo info, Duration timeout, Scheduler timers, Ticker ticker, LinkMeters meters) {
        this.server = server;
        this.info = info;
        this.timeout = timeout;
        this.timers = timers;
        this.ticker = ticker;
        this.meters = meters;
    }

    /** The server's description. */
    ServerInfo info() {
        return info;
    }

    /** The longest time that a call takes. */
    Duration timeout() {
        return timeout;
    }

    /** A lower bound of the server's time, in milliseconds; 0 before the first reply. */
    long serverNow() {
        return clock.at(ticker.read());
    }

    /** Registers the listener that gets the reason of the loss, at once if the line is lost already. */
    void onLost(Consumer<String> told) {
        listener = told;
        String reason = lost.get();
        if (reason != null) {
            told.accept(reason);
        }
    }

    /** Runs a script. A reply, or {@link Reply.None}, arrives within the request's remaining time; never signals an error. */
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
                // The link is closed, and with it its thread.
                .onErrorReturn(RejectedExecutionException.class, Reply.None.LOST)
                // The link's own thread only writes, reads replies and ends waits.
                .publishOn(Schedulers.parallel());
    }

    /** Loses the line; only the first reason counts. */
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
        // The line is lost before the reply completes, so that a caller who sees the loss finds the link down.
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
        // Once a second, and whenever the server found the call late: the two clocks disagree then.
        if (late || call.script() == Script.BEAT) {
            clock.set(given.now(), ticker.read());
        } else {
            clock.heard(given.now(), ticker.read());
        }
        reply.complete(late ? Reply.None.LATE : given);
    }

    /** The other end of a line. */
    interface Server {

        /** Runs the script; completes with the fields of its reply, or with an error. */
        CompletionStage<List<Object>> run(Call call, long deadline);

        /** Closes the connection. */
        void close();
    }
}
