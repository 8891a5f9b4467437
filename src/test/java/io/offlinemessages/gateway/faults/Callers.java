package io.offlinemessages.gateway.faults;

import static org.awaitility.Awaitility.await;

import io.offlinemessages.gateway.e2e.RawConnection;
import io.offlinemessages.gateway.e2e.RawResponse;
import io.offlinemessages.gateway.e2e.RunningGateway;
import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/** Callers who ask one question after the other, and judge each answer, while the gateway's clock runs as fast as theirs. */
final class Callers implements AutoCloseable {

    private static final int CALLERS = 6;
    /** Every message that is cached is among as many questions. */
    static final int FIRST = 20;

    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final Duration DEADLINE = Duration.ofSeconds(8);

    /** For a machine that is busy with other things. */
    private static final Duration SLACK = Duration.ofSeconds(5);

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(CALLERS + 1);
    private final AtomicLong asked = new AtomicLong();
    private final AtomicLong right = new AtomicLong();
    private final AtomicLong errors = new AtomicLong();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final RunningGateway gateway;
    private final LongFunction<Question> questions;

    /** What the gateway must be told: short times of freshness, so that copies are often stale, and short waits. */
    static List<String> gatewayProperties(String baseUrl, Duration breakerWait) {
        return List.of(
                "--gateway.upstream.base-url=" + baseUrl,
                "--gateway.upstream.username=" + SandboxUpstream.USERNAME,
                "--gateway.upstream.password=" + SandboxUpstream.PASSWORD,
                "--gateway.access.users-file=" + SandboxUpstream.usersFile(),
                "--gateway.access-log.enabled=false",
                "--logging.level.io.offlinemessages.gateway.upstream=error",
                "--gateway.upstream.connect-timeout=1s",
                "--gateway.upstream.response-timeout=3s",
                "--gateway.upstream.deadline=" + DEADLINE.toSeconds() + "s",
                "--gateway.cache.ttl=500ms",
                "--gateway.cache.stale-while-revalidate=500ms",
                "--resilience4j.circuitbreaker.configs.default.sliding-window-size=5",
                "--resilience4j.circuitbreaker.configs.default.slow-call-duration-threshold=" + DEADLINE.toSeconds()
                        + "s",
                "--resilience4j.circuitbreaker.configs.default.wait-duration-in-open-state=" + breakerWait.toMillis()
                        + "ms");
    }

    /**
     * Asks the first questions until all is warm and what is cached is cached; then starts to ask in earnest.
     *
     * @param questions the question with that number
     */
    @SuppressWarnings("FutureReturnValueIgnored") // they end with the executor
    Callers(RunningGateway gateway, LongFunction<Question> questions) {
        this.gateway = gateway;
        this.questions = questions;
        while (asked.get() < FIRST) {
            Question question = questions.apply(asked.getAndIncrement());
            await().atMost(PATIENCE).until(() -> question.isRight(answer(question)));
        }
        threads.scheduleAtFixedRate(() -> gateway.ticker().advance(PAUSE), 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        for (int caller = 0; caller < CALLERS; caller++) {
            threads.scheduleWithFixedDelay(this::ask, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void ask() {
        Question question = questions.apply(asked.getAndIncrement());
        long start = System.nanoTime();
        try {
            RawResponse response = answer(question);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            if (took.compareTo(DEADLINE.plus(SLACK)) > 0) {
                wrong.add(question + ": answered after " + took);
            }
            if (question.isRight(response)) {
                right.incrementAndGet();
            } else if (question.isAllowed(response)) {
                errors.incrementAndGet();
            } else {
                wrong.add(question + ": " + response.status() + " " + response.text());
            }
        } catch (AssertionError | RuntimeException e) {
            wrong.add(question + ": " + e);
        }
    }

    private RawResponse answer(Question question) {
        return RawConnection.get(gateway.port(), question.target(), "john");
    }

    /** Waits until so many more questions have been answered rightly. */
    void awaitRight(int more) {
        awaitMore(right, more);
    }

    /** Waits until so many more questions have been answered by an error that is allowed. */
    void awaitErrors(int more) {
        awaitMore(errors, more);
    }

    private void awaitMore(AtomicLong counter, int more) {
        long enough = counter.get() + more;
        await().atMost(PATIENCE).until(() -> counter.get() >= enough || !wrong.isEmpty());
    }

    /** How many errors there were. */
    long errors() {
        return errors.get();
    }

    /** All answers that nobody may get. */
    List<String> wrong() {
        return List.copyOf(wrong);
    }

    /** Ends when the last question has been answered. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("a question is not answered");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
