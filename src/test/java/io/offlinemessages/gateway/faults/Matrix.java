package io.offlinemessages.gateway.faults;

import static org.awaitility.Awaitility.await;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.offlinemessages.gateway.contract.Route;
import io.offlinemessages.gateway.e2e.RawConnection;
import io.offlinemessages.gateway.e2e.RawResponse;
import io.offlinemessages.gateway.e2e.RunningGateway;
import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** The cells that one gateway is taken through: first what is to be stored, then each state of the circuit, then recovery. */
final class Matrix<C> {

    private static final Duration TTL = Duration.ofHours(100);
    private static final Duration SINCE_STALE = Duration.ofHours(200);
    private static final Duration SINCE_FRESH = Duration.ofHours(1);
    private static final Duration OPEN = Duration.ofHours(2);

    /** Longer than anything is left alone or remembered, and short of making anything stale. */
    private static final Duration RECOVERY = OPEN.plusMinutes(2);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Pages from here on are of no cell. */
    private static final long SPARE = 5_000_000;

    private static final int FEW = 8;
    private static final int MANY = 100;

    private final RunningGateway gateway;
    private final FaultyAnswers upstream;
    private final Grid grid;
    private final List<Cell<C>> cells;
    private final Queue<String> differences = new ConcurrentLinkedQueue<>();
    private final AtomicLong spare = new AtomicLong(SPARE);

    Matrix(RunningGateway gateway, FaultyAnswers upstream, Grid grid, List<Cell<C>> cells) {
        this.gateway = gateway;
        this.upstream = upstream;
        this.grid = grid;
        this.cells = cells;
    }

    /** What the gateway must be told: a cache whose ages the test makes, and circuits that only the test opens and closes. */
    static List<String> gatewayProperties(String baseUrl) {
        return List.of(
                "--gateway.upstream.base-url=" + baseUrl,
                "--gateway.upstream.username=" + SandboxUpstream.USERNAME,
                "--gateway.upstream.password=" + SandboxUpstream.PASSWORD,
                "--gateway.access.users-file=" + SandboxUpstream.usersFile(),
                "--gateway.access.verified-ttl=1d",
                "--gateway.access-log.enabled=false",
                "--logging.level.io.offlinemessages.gateway.upstream=error",
                "--gateway.upstream.max-body=" + ContentFaults.LIMIT + "B",
                "--gateway.cache.ttl=" + TTL.toHours() + "h",
                "--gateway.cache.stale-while-revalidate=0s",
                "--gateway.cache.stale-if-error=500h",
                "--gateway.cache.list.ttl=" + TTL.toHours() + "h",
                "--gateway.cache.list.stale-while-revalidate=0s",
                "--gateway.cache.list.stale-if-error=500h",
                "--resilience4j.circuitbreaker.configs.default.minimum-number-of-calls=100000",
                "--resilience4j.circuitbreaker.configs.default.permitted-number-of-calls-in-half-open-state=10000",
                "--resilience4j.circuitbreaker.configs.default.wait-duration-in-open-state=" + OPEN.toHours() + "h",
                "--resilience4j.circuitbreaker.configs.default.max-wait-duration-in-half-open-state=1d",
                "--resilience4j.retry.configs.default.wait-duration=1ms",
                "--resilience4j.bulkhead.instances.upstream.max-concurrent-calls=128");
    }

    /** Asks for what is to be stored, once all is warm, and lets it age. */
    void store() {
        awaitGood();
        all(FEW, cells.stream().filter(cell -> cell.stored() == Stored.STALE).toList(), this::store);
        gateway.ticker().advance(SINCE_STALE.minus(SINCE_FRESH));
        all(FEW, cells.stream().filter(cell -> cell.stored() == Stored.FRESH).toList(), this::store);
        gateway.ticker().advance(SINCE_FRESH);
        upstream.change();
    }

    private void store(Cell<C> cell) {
        expectGood(cell, "stored");
    }

    /** Puts both circuits into the state. */
    void circuit(CircuitBreaker.State state) {
        var breakers = gateway.context().getBean(CircuitBreakerRegistry.class);
        for (Route route : Route.values()) {
            CircuitBreaker breaker = breakers.circuitBreaker(route.id());
            switch (state) {
                case CLOSED -> breaker.transitionToClosedState();
                case OPEN -> breaker.transitionToOpenState();
                default -> {
                    breaker.transitionToOpenState();
                    breaker.transitionToHalfOpenState();
                }
            }
        }
    }

    /** Asks for each of the cells and compares: some at a time, what is slow all at once, and what lasts by itself. */
    void ask(List<Cell<C>> asked) {
        all(
                FEW,
                asked.stream()
                        .filter(cell -> !cell.fault().lasts() && !cell.fault().isSlow())
                        .toList(),
                this::ask);
        all(MANY, asked.stream().filter(cell -> cell.fault().isSlow()).toList(), this::ask);
        for (Cell<C> cell : asked) {
            Duration wait = cell.fault().retryAfter();
            if (wait != null) {
                all(1, List.of(cell), this::ask);
                gateway.ticker().advance(wait);
            }
        }
    }

    private void ask(Cell<C> cell) {
        int before = upstream.calls(cell.number());
        grid.put(cell, "!error");
        RawResponse response = get(cell);
        Expected expected = Contract.answer(cell, TTL, age(cell), OPEN);
        List<String> problems = expected.differences(response, upstream.calls(cell.number()) - before);
        problems.forEach(problem -> differences.add(cell + ": " + problem));
        grid.put(cell, (problems.isEmpty() ? "" : "!") + response.status() + mark(response));
    }

    private static String mark(RawResponse response) {
        String cacheStatus = response.header("Cache-Status").orElse("");
        if (cacheStatus.contains("stale-if-error")) {
            return "s";
        }
        return cacheStatus.contains("; hit")
                ? "h"
                : response.header("Retry-After").isPresent() ? "r" : "";
    }

    private Duration age(Cell<C> cell) {
        Duration sinceStale = Duration.ofNanos(gateway.ticker().read());
        return cell.stored() == Stored.FRESH ? sinceStale.minus(SINCE_STALE).plus(SINCE_FRESH) : sinceStale;
    }

    /** Closes the circuits, and waits until an upstream that is well is asked again. */
    void awaitGood() {
        circuit(CircuitBreaker.State.CLOSED);
        await().atMost(PATIENCE).until(() -> {
            // Another one each time, because what the cache holds says nothing of the upstream.
            String target = Cell.target(Route.LIST, spare.getAndIncrement());
            return RawConnection.get(gateway.port(), target, "john").status() == 200;
        });
    }

    /** With the upstream healed: closes the circuits, and asks for everything once more. */
    void recover() {
        circuit(CircuitBreaker.State.CLOSED);
        gateway.ticker().advance(RECOVERY);
        all(FEW, cells, cell -> {
            expectGood(cell, cell.stored() == Stored.FRESH ? "stored" : "new");
        });
    }

    private void expectGood(Cell<C> cell, String subject) {
        RawResponse response = get(cell);
        String expected = Asked.json(cell.route(), cell.number(), subject);
        if (response.status() != 200 || !response.text().equals(expected)) {
            differences.add(cell + ": " + response.status() + " " + response.text() + " and not " + expected);
            grid.put(cell, "!" + response.status() + " later");
        }
    }

    /** All that was not as it should be. */
    List<String> differences() {
        return List.copyOf(differences);
    }

    private RawResponse get(Cell<C> cell) {
        return RawConnection.get(gateway.port(), cell.target(), "john");
    }

    private void all(int threads, List<Cell<C>> chosen, Consumer<Cell<C>> step) {
        ExecutorService callers = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Void>> steps = new ArrayList<>();
            for (Cell<C> cell : chosen) {
                steps.add(() -> {
                    attempt(cell, step);
                    return null;
                });
            }
            callers.invokeAll(steps);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            callers.shutdown();
        }
    }

    private void attempt(Cell<C> cell, Consumer<Cell<C>> step) {
        try {
            step.accept(cell);
        } catch (AssertionError | RuntimeException e) {
            differences.add(cell + ": " + e);
        }
    }
}
