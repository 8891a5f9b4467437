package io.offlinemessages.gateway.e2e;

import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** A caller of each pod, who asks for a message that is cached and for new ones, by turns, until the load is closed. */
final class PodLoad implements AutoCloseable {

    private static final long PAUSE_MILLIS = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Pods pods;
    private final String cached;
    private final ScheduledExecutorService callers;
    private final List<AtomicInteger> answers;
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final Map<Integer, AtomicInteger> statuses = new ConcurrentHashMap<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    /** Starts to call. */
    @SuppressWarnings("FutureReturnValueIgnored") // they end with the executor
    PodLoad(Pods pods, String cached) {
        this.pods = pods;
        this.cached = cached;
        this.callers = Executors.newScheduledThreadPool(pods.size());
        this.answers = IntStream.range(0, pods.size())
                .mapToObj(pod -> new AtomicInteger())
                .toList();
        for (int pod = 0; pod < pods.size(); pod++) {
            int called = pod;
            callers.scheduleWithFixedDelay(() -> call(called), 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Waits until each pod has answered so many more requests. */
    void awaitAnswers(int more) {
        List<Integer> before = answers.stream().map(AtomicInteger::get).toList();
        await().atMost(PATIENCE)
                .until(() -> IntStream.range(0, pods.size())
                        .allMatch(pod -> answers.get(pod).get() >= before.get(pod) + more));
    }

    /** How many answers had the status. */
    int answersWith(int status) {
        return statuses.getOrDefault(status, new AtomicInteger()).get();
    }

    /** How many answers there were. */
    int answers() {
        return answers.stream().mapToInt(AtomicInteger::get).sum();
    }

    /** What was answered wrongly, with an error, or not at all. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    /** The new messages that were asked for, each once. */
    Set<String> asked() {
        return Set.copyOf(asked);
    }

    private void call(int pod) {
        String id = answers.get(pod).get() % 2 == 0 ? cached : pods.newId();
        if (!id.equals(cached)) {
            asked.add(id);
        }
        try {
            RawResponse response = pods.ask(pod, id);
            statuses.computeIfAbsent(response.status(), status -> new AtomicInteger())
                    .incrementAndGet();
            answers.get(pod).incrementAndGet();
            if (response.status() != 200 || !response.text().contains("\"offline_message_id\":" + id + ',')) {
                failures.add("pod " + pod + ", message " + id + ": " + response.status() + ' ' + response.text());
            }
        } catch (UncheckedIOException | AssertionError e) {
            failures.add("pod " + pod + ", message " + id + ": " + e);
        }
    }

    /** Ends when the last request has been answered. */
    @Override
    public void close() {
        callers.shutdown();
        try {
            if (!callers.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("a request is not answered");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
