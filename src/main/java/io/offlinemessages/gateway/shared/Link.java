package io.offlinemessages.gateway.shared;

import io.offlinemessages.gateway.contract.InvalidProperty;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The link to the server: up, or lost. Once a second it takes a round of steps, such as the beat; while it is lost, it connects first,
 * and is up once the round has come to its end. No call waits for it while it is lost.
 */
public final class Link implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Link.class);

    private static final String UP = "up";
    private static final Duration ROUND = Duration.ofSeconds(1);

    private final Mono<Line> connect;
    private final Scheduler timers;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final Disposable.Swap rounds = Disposables.swap();
    private volatile List<Function<Line, Mono<Boolean>>> steps = List.of();
    private volatile @Nullable Line line;
    private volatile String state = "lost: not tried yet";

    /**
     * A link that is lost until it is started.
     *
     * @param connect makes a line, or is an error
     */
    Link(Mono<Line> connect, Scheduler timers) {
        this.connect = connect;
        this.timers = timers;
    }

    /**
     * Tries for the first time, and then once a second. Ends after the first try, however it went; with an {@link InvalidProperty}
     * where no try can go well.
     *
     * @param roundSteps what a round does, in order; false where it goes on no further, and a link that is lost stays so
     */
    Mono<Void> start(List<Function<Line, Mono<Boolean>>> roundSteps) {
        return Mono.defer(() -> {
                    steps = List.copyOf(roundSteps);
                    busy.set(true);
                    return join();
                })
                .doFinally(signal -> {
                    busy.set(false);
                    rounds.update(timers.schedulePeriodically(
                            this::round, ROUND.toMillis(), ROUND.toMillis(), TimeUnit.MILLISECONDS));
                })
                .onErrorComplete(thrown -> !(thrown instanceof InvalidProperty));
    }

    /** Whether calls go to the server. */
    public boolean isUp() {
        return line != null;
    }

    /** For operators: {@code up}, or {@code lost} and why. */
    public String state() {
        return state;
    }

    /** Runs a script on the server; no reply where the link is lost. Never an error. */
    Mono<Reply> run(Call call, SharedTime time) {
        return Mono.defer(() -> {
            Line current = line;
            return current == null ? Mono.just(Reply.None.LOST) : current.run(call, time);
        });
    }

    /** The run of the server that the link is up with; empty while it is lost. */
    String runId() {
        Line current = line;
        return current == null ? "" : current.info().runId();
    }

    /** Ends the rounds and the calls; the connection ends with its connector. */
    @Override
    public void close() {
        rounds.dispose();
        Line current = line;
        line = null;
        if (current != null) {
            current.onLost(reason -> {});
        }
    }

    private void round() {
        if (busy.compareAndSet(false, true)) {
            Line current = line;
            (current == null ? join() : take(current).then())
                    .doFinally(signal -> busy.set(false))
                    .subscribe(done -> {}, thrown -> {});
        }
    }

    /** Connects and takes a first round. */
    private Mono<Void> join() {
        return connect.doOnError(thrown -> lost(String.valueOf(
                        NestedExceptionUtils.getMostSpecificCause(thrown).getMessage())))
                .flatMap(fresh -> {
                    fresh.onLost(this::lost);
                    return take(fresh).doOnNext(done -> {
                        if (done && !rounds.isDisposed()) {
                            up(fresh);
                        } else {
                            fresh.lose("it did not answer in time");
                        }
                    });
                })
                .then();
    }

    private void up(Line fresh) {
        line = fresh;
        state = UP;
        LOG.info("The link to Redis is up.");
        // At once where it was lost meanwhile.
        fresh.onLost(reason -> {
            line = null;
            lost(reason);
        });
    }

    private Mono<Boolean> take(Line current) {
        return Flux.fromIterable(steps)
                .concatMap(step -> step.apply(current))
                .all(done -> done)
                .onErrorResume(thrown -> {
                    LOG.error("A round of the link failed in an unforeseen way.", thrown);
                    return Mono.just(false);
                });
    }

    /** Logs a reason once, however often it is met. */
    private void lost(String reason) {
        String now = "lost: " + reason;
        if (!now.equals(state)) {
            state = now;
            LOG.warn("The link to Redis is lost; the gateway works by itself. {}", reason);
        }
    }
}
