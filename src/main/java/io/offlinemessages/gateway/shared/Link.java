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
 * The link to the server, which is up or lost. Once a second it runs a round of steps, such as the beat. While it is lost, each round
 * first connects; the link is up once that round is complete. Calls to a lost link end at once.
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
     * @param connect makes a line, or signals an error
     */
    Link(Mono<Line> connect, Scheduler timers) {
        this.connect = connect;
        this.timers = timers;
    }

    /**
     * Tries to connect, and from then on once a second. Completes after the first try, successful or not; signals an
     * {@link InvalidProperty} where no try can succeed.
     *
     * @param roundSteps the steps of a round, in order; a step that yields false ends the round, and keeps a lost link lost
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

    /** Whether the link is up. */
    public boolean isUp() {
        return line != null;
    }

    /** The state for operators: {@code up}, or {@code lost} and the reason. */
    public String state() {
        return state;
    }

    /** Runs a script on the server; {@link Reply.None#LOST} while the link is lost. Never signals an error. */
    Mono<Reply> run(Call call, SharedTime time) {
        return Mono.defer(() -> {
            Line current = line;
            return current == null ? Mono.just(Reply.None.LOST) : current.run(call, time);
        });
    }

    /** The run id of the connected server; empty while the link is lost. */
    String runId() {
        Line current = line;
        return current == null ? "" : current.info().runId();
    }

    /** Ends the rounds and all calls; the connector closes the connection. */
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

    /** Connects and runs a first round. */
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
        // The listener runs at once if the line was lost meanwhile.
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

    /** Logs a reason when it changes. */
    private void lost(String reason) {
        String now = "lost: " + reason;
        if (!now.equals(state)) {
            state = now;
            LOG.warn("The link to Redis is lost; the gateway works by itself. {}", reason);
        }
    }
}
