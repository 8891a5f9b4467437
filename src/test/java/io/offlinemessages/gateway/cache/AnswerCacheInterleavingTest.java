package io.offlinemessages.gateway.cache;

import static io.offlinemessages.gateway.cache.CacheHarness.found;
import static io.offlinemessages.gateway.cache.CacheHarness.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.offlinemessages.gateway.contract.Authorization;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.Route;
import io.offlinemessages.gateway.upstream.CallContext;
import io.offlinemessages.gateway.upstream.FakeTicker;
import io.offlinemessages.gateway.upstream.Origin;
import io.offlinemessages.gateway.upstream.Samples;
import io.offlinemessages.gateway.upstream.TestUpstream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many callers at once, jumps of time and an upstream in all moods: what must hold whatever the order. */
class AnswerCacheInterleavingTest {

    private static final int THREADS = 8;
    private static final int STEPS = 400;
    private static final List<String> ACCOUNTS = List.of("jane@example.com", "john@example.com", "joan@example.com");
    private static final int IDS = 2;

    private static final Set<FailureKind> POSSIBLE = EnumSet.of(
            FailureKind.NO_RECORD,
            FailureKind.DETAIL_FORBIDDEN,
            FailureKind.INVALID_PAGE,
            FailureKind.SERVER_ERROR,
            FailureKind.UNEXPECTED_BODY);

    private final FakeTicker ticker = new FakeTicker();
    private final Set<String> inFlight = ConcurrentHashMap.newKeySet();
    private final Queue<String> overlaps = new ConcurrentLinkedQueue<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void each_key_has_one_call_and_each_caller_its_own_answer(long seed) throws Exception {
        var moods = new Random(seed);
        var threads = Executors.newFixedThreadPool(THREADS);
        try (var origin = Origin.answering(request -> serve(request, moods));
                var upstream =
                        TestUpstream.at(origin.url()).forwarding().attempts(1).build()) {
            var meters = new SimpleMeterRegistry();
            var cache = CacheHarness.cache(upstream, ticker, meters);
            var callers = new ArrayList<Callable<Integer>>();
            for (int i = 0; i < THREADS; i++) {
                var random = new Random(seed * 1_000L + i);
                callers.add(() -> call(cache, random));
            }

            int answered = 0;
            for (Future<Integer> caller : threads.invokeAll(callers, 60, TimeUnit.SECONDS)) {
                answered += caller.get();
            }

            assertThat(overlaps).isEmpty();
            assertThat(answered).isBetween(THREADS * STEPS / 2, THREADS * STEPS);
            double counted = meters.find("gateway.cache.requests").counters().stream()
                    .mapToDouble(counter -> counter.count())
                    .sum();
            assertThat(counted).isGreaterThanOrEqualTo(answered).isLessThanOrEqualTo(THREADS * STEPS);
            assertThat(origin.requests().size()).isBetween(20, THREADS * STEPS / 2);
        } finally {
            threads.shutdownNow();
        }
    }

    /** One caller after the other; how many waited for their answer. */
    private int call(AnswerCache cache, Random random) {
        int answered = 0;
        for (int step = 0; step < STEPS; step++) {
            String account = ACCOUNTS.get(random.nextInt(ACCOUNTS.size()));
            Route route = random.nextInt(3) == 0 ? Route.LIST : Route.DETAIL;
            CanonicalRequest request = CacheHarness.request(route, account, 1L + random.nextInt(IDS));
            var answer = cache.answer(
                    request,
                    new CallContext("r", Samples.CONTEXT.span(), Authorization.basic(account, "sesame")),
                    false);
            int mood = random.nextInt(20);
            if (mood == 0) {
                answer.subscribe().dispose();
            } else {
                check(answer.block(TestUpstream.PATIENCE), request);
                answered++;
            }
            if (mood < 4) {
                ticker.advance(Duration.ofSeconds(1 + random.nextInt(mood == 1 ? 700 : 20)));
            }
        }
        return answered;
    }

    private static void check(@Nullable CachedAnswer answer, CanonicalRequest request) {
        if (answer instanceof CachedAnswer.Found message) {
            assertThat(new String(message.representation().body(), UTF_8))
                    .isEqualTo(json(request, "for " + request.account().name()));
        } else if (answer instanceof CachedAnswer.Refusal refusal) {
            assertThat(refusal.failure().kind()).isIn(POSSIBLE);
            if (refusal.failure().kind() == FailureKind.NO_RECORD) {
                assertThat(refusal.failure().subject())
                        .isEqualTo(((DetailRequest) request).id().toString());
            }
        } else {
            throw new AssertionError("no answer");
        }
    }

    private byte[] serve(Origin.Request request, Random moods) {
        String credential = request.field("Authorization").substring("Basic ".length());
        String account = new String(Base64.getDecoder().decode(credential), UTF_8).replaceAll(":.*", "");
        CanonicalRequest asked = asked(request.target(), account);
        String key = account + ' ' + request.target();
        if (!inFlight.add(key)) {
            overlaps.add(key);
        }
        int mood;
        synchronized (moods) {
            mood = moods.nextInt(20);
        }
        byte[] answer = answer(mood, asked);
        // Before the answer, because the next call may come as soon as that has arrived.
        inFlight.remove(key);
        return answer;
    }

    private static CanonicalRequest asked(String target, String account) {
        boolean detail = target.matches(".*/[0-9]+");
        String number = target.replaceAll("[^0-9]", "");
        return CacheHarness.request(
                detail ? Route.DETAIL : Route.LIST, account, number.isEmpty() ? 1 : Long.parseLong(number));
    }

    private static byte[] answer(int mood, CanonicalRequest request) {
        boolean list = request.route() == Route.LIST;
        String message = "for " + request.account().name();
        return switch (mood) {
            case 0 -> CacheHarness.error(list ? 400 : 404);
            case 1 -> CacheHarness.error(list ? 400 : 403);
            case 2, 3 -> CacheHarness.error(500);
            // Neither a page nor a message that is ever asked for.
            case 4 -> found(IDS + 1, message);
            case 5 -> found(request, message, "Cache-Control: no-store");
            default -> found(request, message);
        };
    }
}
