package io.offlinemessages.gateway.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.ListRequest;
import io.offlinemessages.gateway.upstream.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What has happened to a cache, in order, and what may therefore be answered. Whatever takes a while has a beginning and an end in
 * it; so each rule holds for threads that run at the same time as well as for actors that take turns.
 */
final class Ledger {

    private static final long NEVER = 0;
    private static final long NOT_YET = Long.MAX_VALUE;

    private final CacheProperties times;
    private final Ticker ticker;
    private final ThreadLocal<Long> began = ThreadLocal.withInitial(() -> NEVER);
    private final Map<CanonicalRequest, List<Load>> loads = new HashMap<>();
    /** By what is asked for, whoever asks. */
    private final Map<String, Eviction> evictions = new HashMap<>();

    private int evictionsOfDetails;
    private long lastEvictionOfDetails = NEVER;
    private long moment;

    Ledger(CacheProperties times, Ticker ticker) {
        this.times = times;
        this.ticker = ticker;
    }

    /** A request begins on the calling thread. */
    synchronized Asked asks(CanonicalRequest key) {
        began.set(++moment);
        Eviction last = evictions.getOrDefault(key.target(), Eviction.NONE);
        return new Asked(key, moment, ticker.read(), last.end < NOT_YET ? last.begin : last.before);
    }

    /** A load begins, for the request that began last on the calling thread; no other load of its key may be under way. */
    synchronized Load loadBegins(CanonicalRequest key) {
        List<Load> all = loads.computeIfAbsent(key, k -> new ArrayList<>());
        Load load = new Load(all.size(), ++moment);
        Eviction last = evictions.getOrDefault(key.target(), Eviction.NONE);
        load.mayBeDetached = last.end > began.get() || (key instanceof ListRequest && goesWithDetails(began.get()));
        if (!load.mayBeDetached) {
            assertThat(all.stream().filter(other -> other.end == NOT_YET && !other.mayBeDetached))
                    .as("loads of %s under way when another one begins", key)
                    .isEmpty();
        }
        all.add(load);
        return load;
    }

    /** The upstream has answered; the cache is about to learn of it. */
    synchronized void answers(Load load, Outcome outcome) {
        load.outcome = outcome;
        load.end = ++moment;
    }

    /** The cache has taken the answer in. */
    synchronized void takenIn(Load load) {
        load.takenIn = ++moment;
        load.takenInAt = ticker.read();
    }

    /** Whether a page that was asked for then may have gone with a detail. */
    private boolean goesWithDetails(long asked) {
        return evictionsOfDetails > 0 || lastEvictionOfDetails > asked;
    }

    /** An eviction of what is asked for begins, for all accounts. */
    synchronized void evicts(CanonicalRequest evicted) {
        Eviction last = evictions.getOrDefault(evicted.target(), Eviction.NONE);
        evictions.put(evicted.target(), new Eviction(++moment, NOT_YET, last.begin));
        boolean detail = evicted instanceof DetailRequest;
        evictionsOfDetails += detail ? 1 : 0;
        loads.forEach((key, all) -> all.stream()
                .filter(load -> load.takenIn == NOT_YET)
                .filter(load -> key.target().equals(evicted.target()) || (detail && key instanceof ListRequest))
                .forEach(load -> load.mayBeDetached = true));
    }

    /** It has ended. */
    synchronized void evicted(CanonicalRequest evicted) {
        Eviction running = Objects.requireNonNull(evictions.get(evicted.target()));
        evictions.put(evicted.target(), new Eviction(running.begin, ++moment, running.before));
        if (evicted instanceof DetailRequest) {
            evictionsOfDetails--;
            lastEvictionOfDetails = moment;
        }
    }

    /** Asserts that the answer to a request is one that it may get. */
    synchronized void check(Asked asked, CachedAnswer answer) {
        CacheResult result = answer.provenance().result();
        if (answer instanceof CachedAnswer.Found message) {
            Body body = Body.read(message.representation().body());
            assertThat(body.target()).as("what the answer to %s is of", asked).isEqualTo(asked.key.target());
            assertThat(body.account())
                    .as("whose credential brought the answer to %s", asked)
                    .isEqualTo(asked.key.account().name());
            Load load = Objects.requireNonNull(loads.get(asked.key)).get(body.load());
            checkOrder(asked, load, result);
            checkTime(asked, load, result);
        } else if (answer instanceof CachedAnswer.Refusal refusal) {
            FailureKind kind = refusal.failure().kind();
            if (result == CacheResult.ONLY_IF_CACHED) {
                assertThat(kind).isEqualTo(FailureKind.NOT_CACHED);
                return;
            }
            if (kind == FailureKind.NO_RECORD) {
                assertThat(refusal.failure().subject())
                        .isEqualTo(((DetailRequest) asked.key).id().toString());
            }
            boolean hit = result == CacheResult.HIT;
            assertThat(loads.getOrDefault(asked.key, List.of()))
                    .as("loads that the answer to %s, %s as a %s, can come from", asked, kind, result)
                    .anyMatch(load -> load.failedWith(kind)
                            && load.begin > asked.lastEviction
                            && (hit ? isRemembered(load, asked) : load.takenIn > asked.begin));
        }
    }

    /** The bytes of a good answer that is brought by the load. */
    static byte[] body(CanonicalRequest key, String account, Load load) {
        return new Body(key.target(), account, load.number).write();
    }

    private void checkOrder(Asked asked, Load load, CacheResult result) {
        assertThat(load.begin)
                .as("when the load began that answered %s, evicted before it", asked)
                .isGreaterThan(asked.lastEviction);
        boolean waited = result == CacheResult.MISS || result == CacheResult.COLLAPSED;
        if (waited) {
            assertThat(load.takenIn)
                    .as("when the load ended for which %s waited", asked)
                    .isGreaterThan(asked.begin);
        }
        assertThat(superseding(load, asked))
                .as("what took the place of the answer to %s before it was asked", asked)
                .isEmpty();
    }

    private boolean isRemembered(Load load, Asked asked) {
        return load.failedWith(FailureKind.NO_RECORD)
                && sinceTakenIn(load, asked) < times.notFoundTtl().toNanos()
                && superseding(load, asked).isEmpty();
    }

    /** The loads whose answers had taken the place of the load's answer before the request began. */
    private List<Load> superseding(Load load, Asked asked) {
        return Objects.requireNonNull(loads.get(asked.key)).stream()
                .filter(later -> !later.mayBeDetached
                        && later.takenIn < asked.begin
                        && later.begin > load.takenIn
                        && later.replaces())
                .toList();
    }

    private void checkTime(Asked asked, Load load, CacheResult result) {
        Duration grace = switch (result) {
            case HIT, MISS, COLLAPSED -> Duration.ZERO;
            case STALE -> times.staleWhileRevalidate();
            case STALE_IF_ERROR -> times.staleIfError();
            case SHARED, ONLY_IF_CACHED -> throw new AssertionError("a message where nothing is cached");
        };
        assertThat(Duration.ofNanos(sinceTakenIn(load, asked)))
                .as("the age of the answer to %s, a %s", asked, result)
                .isLessThan(times.ttl().plus(grace));
    }

    /** How old the load's answer was at least when the request began; negative when it came later. */
    private static long sinceTakenIn(Load load, Asked asked) {
        return load.takenIn == NOT_YET ? -1 : asked.at - load.takenInAt;
    }

    /**
     * A request.
     *
     * @param begin its moment in the ledger
     * @param at its time on the cache's clock
     * @param lastEviction when the last eviction began that had ended before it
     */
    record Asked(CanonicalRequest key, long begin, long at, long lastEviction) {}

    /** A call to the upstream, in place of which no other one may be made. */
    static final class Load {

        private final int number;
        private final long begin;
        private long end = NOT_YET;
        private long takenIn = NOT_YET;
        private long takenInAt;
        private boolean mayBeDetached;
        private @Nullable Outcome outcome;

        private Load(int number, long begin) {
            this.number = number;
            this.begin = begin;
        }

        private boolean failedWith(FailureKind kind) {
            return outcome != null
                    && outcome.failure() != null
                    && outcome.failure().kind() == kind;
        }

        /** Whether what was stored before it is not to be used any more. */
        private boolean replaces() {
            return outcome instanceof Outcome.Found
                    || failedWith(FailureKind.NO_RECORD)
                    || failedWith(FailureKind.DETAIL_FORBIDDEN)
                    || failedWith(FailureKind.INVALID_PAGE);
        }
    }

    /** The last eviction of an id or a page, and when the one before it began. */
    private record Eviction(long begin, long end, long before) {

        static final Eviction NONE = new Eviction(NEVER, NEVER, NEVER);
    }

    /** The content of an answer, which says where it comes from. */
    private record Body(String target, String account, int load) {

        static Body read(byte[] bytes) {
            String[] parts = new String(bytes, UTF_8).split(" ", 3);
            return new Body(parts[0], parts[1], Integer.parseInt(parts[2]));
        }

        byte[] write() {
            return (target + " " + account + " " + load).getBytes(UTF_8);
        }
    }
}
