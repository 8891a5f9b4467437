package io.offlinemessages.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.offlinemessages.gateway.contract.Account;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.CredentialMode;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.ListRequest;
import io.offlinemessages.gateway.contract.MessageId;
import io.offlinemessages.gateway.contract.PageNumber;
import io.offlinemessages.gateway.upstream.FakeTicker;
import io.offlinemessages.gateway.upstream.RotatedCredential;
import io.offlinemessages.gateway.upstream.Samples;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.util.unit.DataSize;
import reactor.core.Disposable;

/** The real cache, and what everybody does to it, with a ledger of it all. */
final class RecordedCache {

    private static final CacheProperties TIMES = new CacheProperties(
            UpstreamDirectives.OBEY,
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(40),
            Duration.ofSeconds(5),
            DataSize.ofKilobytes(1),
            new CacheProperties.Pages(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(40), true));

    /** Three details and two pages. */
    private static final List<Function<Account, CanonicalRequest>> REQUESTS = List.of(
            account -> new DetailRequest(account, new MessageId(1)),
            account -> new DetailRequest(account, new MessageId(2)),
            account -> new DetailRequest(account, new MessageId(3)),
            account -> new ListRequest(account, PageNumber.FIRST),
            account -> new ListRequest(account, new PageNumber(2)));

    /** Of those who evict, who evict for all. */
    private static final Account ANYBODY = new Account(CredentialMode.SERVICE, "anybody");

    private final Supplier<Random> random;
    private final Runnable pause;
    private final FakeTicker ticker = new FakeTicker();
    private final Ledger ledger = new Ledger(TIMES, ticker);
    private final RotatedCredential credential = new RotatedCredential();
    private final ScriptedUpstream upstream;
    private final AnswerLoads loads;
    private final AnswerCache cache;
    private final Queue<Waiter> waiters = new ConcurrentLinkedQueue<>();

    /**
     * Makes an empty one.
     *
     * @param pause is called where the cache may be overtaken while it answers, and holds no lock
     */
    RecordedCache(Supplier<Random> random, Runnable pause) {
        this.random = random;
        this.pause = pause;
        this.upstream = new ScriptedUpstream(ledger, credential, random);
        var parts = CacheParts.alone(TIMES, ticker, upstream::fetch);
        Ticker overtaken = () -> {
            pause.run();
            return ticker.read();
        };
        this.loads = parts.loads();
        this.cache = new AnswerCache(parts.store(), loads, overtaken, new CacheMeters(new SimpleMeterRegistry()));
    }

    /** Asks in one of the ways in which the gateway does; one caller in ten leaves before it has its answer. */
    void ask() {
        int way = random.get().nextInt(20);
        var account = credential.account();
        pause.run();
        Ledger.Asked asked = ledger.asks(any().apply(account));
        if (way < 5) {
            FreshAnswer fresh = cache.fresh(asked.key());
            if (fresh != null) {
                pause.run();
                cache.used(asked.key());
                ledger.check(asked, new CachedAnswer.Found(fresh.representation(), hit(fresh)));
            }
        } else {
            wait(asked, way == 5, way < 8);
        }
    }

    private void wait(Ledger.Asked asked, boolean onlyIfCached, boolean leaves) {
        var waiter = new Waiter(asked);
        Disposable waiting = cache.answer(asked.key(), Samples.CONTEXT, onlyIfCached)
                .subscribe(waiter::receive, waiter::fail, waiter.completions::incrementAndGet);
        pause.run();
        if (leaves) {
            waiting.dispose();
        } else {
            waiters.add(waiter);
        }
    }

    /** Answers one of the calls to the upstream; false when none is under way. */
    boolean answerOne() {
        return upstream.answerOne();
    }

    void evict() {
        CanonicalRequest request = any().apply(ANYBODY);
        ledger.evicts(request);
        CacheHarness.evict(cache.operations(), request);
        ledger.evicted(request);
    }

    void evictAll() {
        List<CanonicalRequest> all =
                REQUESTS.stream().map(request -> request.apply(ANYBODY)).toList();
        all.forEach(ledger::evicts);
        cache.operations().evictAll();
        all.forEach(ledger::evicted);
    }

    /** Takes one of two accounts of the gateway at the upstream, with a new password. */
    void rotate() {
        credential.rotate("account-" + random.get().nextInt(2));
    }

    void letTimePass() {
        ticker.advance(Duration.ofMillis(random.get().nextInt(12_000)));
    }

    /** Asserts that everybody who waited has had one answer, and a right one. */
    void assertAllAnswered() {
        waiters.forEach(waiter -> waiter.assertAnswered(ledger));
        assertThat(loads.underWay())
                .as("loads under way when all calls have ended")
                .isZero();
    }

    /** How many have waited. */
    int waited() {
        return waiters.size();
    }

    private Function<Account, CanonicalRequest> any() {
        return REQUESTS.get(random.get().nextInt(REQUESTS.size()));
    }

    private static CacheStatus hit(FreshAnswer fresh) {
        return new CacheStatus(
                CacheResult.HIT, CacheStatus.hit(fresh.ttlSeconds()), OptionalLong.of(fresh.ageSeconds()));
    }

    /** One who waits for an answer. */
    private static final class Waiter {

        private final Ledger.Asked asked;
        private final Queue<CachedAnswer> answers = new ConcurrentLinkedQueue<>();
        private final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();
        private final AtomicInteger completions = new AtomicInteger();

        Waiter(Ledger.Asked asked) {
            this.asked = asked;
        }

        void receive(CachedAnswer answer) {
            answers.add(answer);
        }

        void fail(Throwable error) {
            errors.add(error);
        }

        void assertAnswered(Ledger ledger) {
            assertThat(errors).as("errors for %s", asked).isEmpty();
            assertThat(answers).as("answers to %s", asked).hasSize(1);
            assertThat(completions).as("ends of the answer to %s", asked).hasValue(1);
            ledger.check(asked, answers.element());
        }
    }
}
