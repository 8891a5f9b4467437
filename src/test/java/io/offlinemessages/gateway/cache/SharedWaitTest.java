package io.offlinemessages.gateway.cache;

import static io.offlinemessages.gateway.cache.Pod.DETAIL;
import static io.offlinemessages.gateway.cache.Pod.PAGE;
import static io.offlinemessages.gateway.cache.Pod.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.shared.PacedServer;
import io.offlinemessages.gateway.shared.PacedServer.Asked;
import io.offlinemessages.gateway.shared.SharedTime;
import io.offlinemessages.gateway.upstream.CallContext;
import io.offlinemessages.gateway.upstream.Outcome;
import io.offlinemessages.gateway.upstream.Samples;
import io.offlinemessages.gateway.upstream.TestUpstream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** One request waits for the server's replies for no longer than {@code gateway.shared.timeout} in sum; then it goes on without them. */
class SharedWaitTest {

    private static final Duration TIMEOUT = Duration.ofMillis(100);
    private static final int ATTEMPTS = 4;
    private static final byte[] NOTHING = {};

    /** What the load does, in order: it asks the server, pauses, or makes an attempt. */
    private final BlockingQueue<Object> steps = new LinkedTransferQueue<>();

    private final PacedServer server = new PacedServer(TIMEOUT, steps::add);
    private final List<String> done = new ArrayList<>();
    private Duration waited = Duration.ZERO;
    private Duration paused = Duration.ZERO;

    @AfterEach
    void stop() {
        server.close();
    }

    /** How long each reply takes, and what the load had to wait for until its four attempts were made. */
    @ParameterizedTest
    @CsvSource({
        "loading,   7, claim look look look look look look look look look look look look look look",
        "loading,  30, claim look look look",
        "loading,  50, claim look",
        "loading, 101, claim",
        "nobody,   30, claim look claim look",
        "yours,    30, claim spend spend spend",
        "yours,    20, claim spend spend spend spend",
        "yours,    50, claim spend",
        "noted,    30, claim spend spend spend",
    })
    void claim_looks_and_the_budget_of_each_attempt_count_together(String status, int trip, String asked) {
        long began = server.ticker().read();
        var load = TestUpstream.start(loads().load(DETAIL, null, Samples.CONTEXT, this::call));

        for (Object step = next(); step != Step.END; step = next()) {
            if (step instanceof Asked of) {
                done.add(of.script());
                take(of, status, Duration.ofMillis(trip));
            } else if (step instanceof Pauses.Pause pause) {
                server.pass(pause.length());
                paused = paused.plus(pause.length());
                pause.end().run();
            }
        }

        assertThat(load.join().outcome().failure()).isNull();
        assertThat(String.join(" ", done)).isEqualTo(asked);
        assertThat(Duration.ofNanos(server.ticker().read() - began).minus(paused))
                .isEqualTo(waited)
                .isLessThanOrEqualTo(TIMEOUT);
    }

    /** A page that came meanwhile has contradicted the first load. Both have 100 ms together, of which the first took 60. */
    @Test
    void a_repeated_load_has_the_rest_of_the_time() {
        var listed = new ListedDetails(Duration.ofMinutes(1), server.ticker(), new SimpleMeterRegistry());
        var parts = CacheParts.of(Pod.PROPERTIES, listed, loads(), server.ticker(), this::call);
        var cache = new AnswerCache(
                parts.store(), parts.loads(), server.ticker(), new CacheMeters(new SimpleMeterRegistry()));
        var first = TestUpstream.start(cache.answer(DETAIL, Samples.CONTEXT, false));
        server.pass(Duration.ofMillis(60));
        asked("claim").reply("yours", "", 30_000L, NOTHING);
        Called call = next(Called.class);
        var waiting = TestUpstream.start(cache.answer(DETAIL, Samples.CONTEXT, false));
        server.pass(Duration.ofMillis(1));

        var page = TestUpstream.start(cache.answer(PAGE, Samples.CONTEXT, false));
        asked("claim").reply("yours", "", 30_000L, NOTHING);
        next(Called.class).end(PlayedCache.found(PAGE, "[" + json("second") + "]"));
        asked("show");
        asked("store");
        call.end(PlayedCache.found(DETAIL, json("first")));
        asked("claim");
        asked("store");
        server.pass(Duration.ofMillis(40));

        next(Called.class).end(PlayedCache.found(DETAIL, json("second")));
        assertThat(PlayedCache.body(waiting.join())).contains("second");
        assertThat(PlayedCache.body(first.join())).contains("first");
        assertThat(page).isDone();
    }

    private Mono<Outcome> call(CanonicalRequest request, CallContext context) {
        Sinks.One<Outcome> outcome = Sinks.one();
        steps.add(new Called(outcome));
        return outcome.asMono();
    }

    private Asked asked(String script) {
        Asked asked = next(Asked.class);
        assertThat(asked.script()).isEqualTo(script);
        return asked;
    }

    private <T> T next(Class<T> step) {
        return step.cast(next());
    }

    private SharedLoads loads() {
        var parts = new SharedLoads.Parts(
                server.answers(),
                server.evictions(),
                server.pages(),
                server::time,
                Pod.rules(),
                Duration.ofSeconds(30),
                server.ticker(),
                new Pauses(steps));
        return new SharedLoads(parts, DataSize.ofKilobytes(1).toBytes());
    }

    /** Spends as each attempt does. */
    private Mono<Outcome> call(SharedTime time) {
        return Flux.range(0, ATTEMPTS)
                .concatMap(attempt -> server.budget().spend(DETAIL.account(), time))
                .then(Mono.fromSupplier(() -> {
                    steps.add(Step.END);
                    return PlayedCache.found(DETAIL, "{\"offline_message_id\":7}");
                }));
    }

    /** Replies after that time; or not at all, where the load does not wait for as long. */
    private void take(Asked asked, String status, Duration trip) {
        Duration left = TIMEOUT.minus(waited);
        boolean inTime = trip.compareTo(left) <= 0;
        Duration wait = inTime ? trip : left;
        server.pass(wait);
        waited = waited.plus(wait);
        if (inTime) {
            switch (asked.script()) {
                case "spend" -> asked.reply("granted", 0L, 1L);
                case "claim" -> asked.reply(status.equals("nobody") ? "loading" : status, 999_000L, 30_000L, NOTHING);
                default -> asked.reply(status, 999_000L, 30_000L, NOTHING);
            }
        }
    }

    private Object next() {
        try {
            return Objects.requireNonNull(steps.poll(10, TimeUnit.SECONDS), "it still waits, for longer than it may");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A call to the upstream. */
    private record Called(Sinks.One<Outcome> outcome) {

        void end(Outcome with) {
            outcome.tryEmitValue(with).orThrow();
        }
    }

    private enum Step {
        END
    }
}
