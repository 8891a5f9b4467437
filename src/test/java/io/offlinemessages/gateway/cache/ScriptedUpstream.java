package io.offlinemessages.gateway.cache;

import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.upstream.CacheTerms;
import io.offlinemessages.gateway.upstream.CallContext;
import io.offlinemessages.gateway.upstream.Outcome;
import io.offlinemessages.gateway.upstream.Prohibition;
import io.offlinemessages.gateway.upstream.RotatedCredential;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** An upstream whose calls are answered in an order and a mood that chance decides; all of them are in the ledger. */
final class ScriptedUpstream {

    private static final CacheTerms NO_STORE =
            new CacheTerms(Prohibition.NO_STORE, CacheTerms.UNLIMITED, 0, CacheTerms.UNLIMITED, CacheTerms.UNLIMITED);

    private final Ledger ledger;
    private final RotatedCredential credential;
    private final Supplier<Random> random;
    private final List<Call> waiting = new ArrayList<>();

    ScriptedUpstream(Ledger ledger, RotatedCredential credential, Supplier<Random> random) {
        this.ledger = ledger;
        this.credential = credential;
        this.random = random;
    }

    /** One call: an eighth of them are answered at once, as by an open circuit, the others when the test says so. */
    Mono<Outcome> fetch(CanonicalRequest key, CallContext context) {
        Ledger.Load load = ledger.loadBegins(key);
        String account = credential.seen(key);
        boolean atOnce = random.get().nextInt(8) == 0;
        return Mono.create(sink -> {
            var call = new Call(key, account, load, sink);
            if (atOnce) {
                answer(call);
            } else {
                add(call);
            }
        });
    }

    /** Answers one of the calls that wait; false when none does. */
    boolean answerOne() {
        Call call = take();
        if (call == null) {
            return false;
        }
        answer(call);
        return true;
    }

    private synchronized void add(Call call) {
        waiting.add(call);
    }

    private synchronized @Nullable Call take() {
        return waiting.isEmpty() ? null : waiting.remove(random.get().nextInt(waiting.size()));
    }

    private void answer(Call call) {
        Outcome outcome = outcome(call);
        ledger.answers(call.load, outcome);
        call.sink.success(outcome);
        ledger.takenIn(call.load);
    }

    private Outcome outcome(Call call) {
        byte[] body = Ledger.body(call.key, call.account, call.load);
        return switch (random.get().nextInt(16)) {
            case 0 -> denied(call.key, FailureKind.NO_RECORD);
            case 1 -> denied(call.key, FailureKind.DETAIL_FORBIDDEN);
            case 2, 3 -> new Outcome.Failed(Failure.of(FailureKind.SERVER_ERROR));
            case 4 -> new Outcome.Failed(Failure.of(FailureKind.RATE_LIMITED, Duration.ofSeconds(7)));
            case 5 -> new Outcome.Failed(Failure.of(FailureKind.INTERNAL));
            case 6 -> new Outcome.Found(body, List.of(), NO_STORE);
            default -> new Outcome.Found(body, List.of(), CacheTerms.UNSAID);
        };
    }

    /** That of a detail, or the only one that the list has. */
    private static Outcome denied(CanonicalRequest key, FailureKind kind) {
        Failure failure = key instanceof DetailRequest detail
                ? Failure.of(kind, detail.id().toString())
                : Failure.of(FailureKind.INVALID_PAGE);
        return new Outcome.Denied(failure, CacheTerms.UNSAID, true);
    }

    private record Call(CanonicalRequest key, String account, Ledger.Load load, MonoSink<Outcome> sink) {}
}
