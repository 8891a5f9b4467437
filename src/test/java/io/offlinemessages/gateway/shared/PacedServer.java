package io.offlinemessages.gateway.shared;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** What a gateway has of this room, before a server that replies when the test says so; all by one clock of the test's. */
public final class PacedServer implements AutoCloseable {

    private static final long NOW = 1_000_000;
    private static final int LIMIT = 100;

    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final Duration timeout;
    private final Link link;
    private final SharedAnswers answers;
    private final SharedBudget budget;
    private final SharedEvictions evictions;
    private final SharedPages pages;

    /**
     * One to which the link is up.
     *
     * @param timeout {@code gateway.shared.timeout}
     * @param asked takes what is asked of the server
     */
    public PacedServer(Duration timeout, Consumer<Asked> asked) {
        var meters = new LinkMeters(new SimpleMeterRegistry(), null);
        var names = new KeyNames("omg", new byte[32]);
        var seal = new Seal(List.of(new byte[32]));
        var info = new ServerInfo("run", "7.0.0", true, false, "noeviction");
        this.timeout = timeout;
        this.link = new Link(Mono.just(new Line(new Server(asked), info, timeout, clock, ticker(), meters)), clock);
        this.answers = new SharedAnswers(
                link, names, new SealedAnswers(seal, names, Clock.systemUTC()), "one-", meters, Ticker.systemTicker());
        this.budget = new SharedBudget(
                link,
                names,
                Replica.properties("redis://localhost", 2),
                LIMIT,
                Duration.ofMinutes(1),
                "one-",
                ticker());
        var bulletin = new Bulletin(seal, "one-");
        this.evictions = new SharedEvictions(link, names, bulletin);
        this.pages = new SharedPages(link, names, bulletin);
        link.start(List.of()).block();
    }

    /** The clock. */
    public Ticker ticker() {
        return () -> clock.now(TimeUnit.NANOSECONDS);
    }

    /** Lets time pass. */
    public void pass(Duration time) {
        clock.advanceTimeBy(time);
    }

    public SharedAnswers answers() {
        return answers;
    }

    public SharedBudget budget() {
        return budget;
    }

    public SharedEvictions evictions() {
        return evictions;
    }

    public SharedPages pages() {
        return pages;
    }

    /** The time of one request. */
    public SharedTime time() {
        return new SharedTime(timeout);
    }

    @Override
    public void close() {
        link.close();
        clock.dispose();
    }

    /** A script that the server has to run. */
    public record Asked(String script, CompletableFuture<List<Object>> reply) {

        /** Replies with this status, the moment, and what comes after that: numbers or bytes. */
        public void reply(String status, Object... fields) {
            reply.complete(Stream.concat(Stream.of(status.getBytes(UTF_8), NOW), Stream.of(fields))
                    .toList());
        }
    }

    private record Server(Consumer<Asked> asked) implements Line.Server {

        @Override
        public CompletionStage<List<Object>> run(Call call, long deadline) {
            var reply = new CompletableFuture<List<Object>>();
            asked.accept(new Asked(call.script().tag(), reply));
            return reply;
        }

        @Override
        public void close() {}
    }
}
