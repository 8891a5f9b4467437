package io.offlinemessages.gateway.shared;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.offlinemessages.gateway.contract.Account;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The budget of calls over all replicas, and the doors that a 429 closes for all of them; each account has its own. While the server is
 * unreachable, the replica calls within its own part of the budget ({@link OwnCalls}) and reports these calls later.
 */
public final class SharedBudget {

    private static final String UNSURE = "unsure";

    /** With more accounts than this, the rounds do not ask for each window; a replica knows them from the replies to its own calls. */
    private static final int MOST_TOLD = 16;

    private final Link link;
    private final KeyNames names;
    private final int limit;
    private final int replicas;
    private final Duration window;
    private final String replica;
    private final Ticker ticker;
    private final AtomicLong sequence = new AtomicLong();
    private final Cache<Account, OwnCalls> accounts;

    /**
     * @param limit the most calls in a window; 0 for no limit
     * @param window the window of the limit, as for {@link Beat}: a minute and {@code gateway.shared.timeout}, because a call may leave
     *     that much later than it is counted
     */
    SharedBudget(
            Link link,
            KeyNames names,
            SharedProperties properties,
            int limit,
            Duration window,
            String replica,
            Ticker ticker) {
        this.link = link;
        this.names = names;
        this.limit = limit;
        this.replicas = properties.mostReplicas();
        this.window = window;
        this.replica = replica;
        this.ticker = ticker;
        this.accounts = Caffeine.newBuilder()
                .expireAfterAccess(window.multipliedBy(2))
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /** Spends one call of the account, within the request's remaining time. */
    public Mono<Spent> spend(Account account, SharedTime time) {
        return link.run(call(account, link.runId(), 1), time).map(reply -> spent(account, reply));
    }

    /** Closes the account's door for all replicas; false where only this one learns of it. */
    public Mono<Boolean> close(Account account, Duration wait, SharedTime time) {
        Call call =
                Call.of(Script.DOOR, names, names.only("doors")).with(names.of(Kind.BUDGET, account), wait.toMillis());
        return link.run(call, time).map(Reply.Of.class::isInstance);
    }

    /** The calls that the window holds, as far as this replica knows; the maximum over all accounts. */
    public int mostHeld() {
        return accounts.asMap().values().stream().mapToInt(OwnCalls::held).max().orElse(0);
    }

    /** The step for a round: reports calls made meanwhile, and asks for the windows where there are few accounts. */
    Mono<Boolean> round(Line line) {
        return limit == 0
                ? Mono.just(true)
                : Flux.fromIterable(List.copyOf(accounts.asMap().keySet()))
                        .concatMap(account -> report(line, account))
                        .all(done -> done);
    }

    /**
     * Whether this replica's reports are all that a new run of the server needs from it. They are not while a window holds calls that
     * an earlier run counted: no replica can report those.
     */
    boolean reportsAll() {
        return accounts.asMap().values().stream().noneMatch(OwnCalls::knowsOfOthers);
    }

    private Mono<Boolean> report(Line line, Account account) {
        OwnCalls own = own(account);
        List<OwnCalls.Aged> calls = own.unreported();
        var time = new SharedTime(line.timeout());
        if (calls.isEmpty() && accounts.estimatedSize() > MOST_TOLD) {
            return Mono.just(true);
        }
        if (calls.isEmpty()) {
            return line.run(call(account, line.info().runId(), 0), time).map(reply -> {
                told(account, reply);
                return reply instanceof Reply.Of;
            });
        }
        Call report = Call.of(
                        Script.REPORT,
                        names,
                        names.of(Kind.BUDGET, account),
                        names.only("accounts"),
                        names.of(Kind.REPORT, account))
                .with(window.toMillis())
                .with(calls.stream()
                        .flatMap(each -> Stream.of(each.id(), each.age().toMillis()))
                        .toList());
        return line.run(report, time).flatMap(reply -> {
            if (!(reply instanceof Reply.Of)) {
                return Mono.just(false);
            }
            own.reported(calls);
            return report(line, account);
        });
    }

    private Call call(Account account, String run, int spend) {
        return Call.of(
                        Script.SPEND,
                        names,
                        names.of(Kind.BUDGET, account),
                        names.only("accounts"),
                        names.only("doors"),
                        names.only("run"))
                .with(limit, window.toMillis(), run, spend);
    }

    private Spent spent(Account account, Reply reply) {
        String status = told(account, reply);
        if (reply instanceof Reply.Of told && !status.equals(UNSURE)) {
            Duration wait = Duration.ofMillis(told.number(2));
            return switch (status) {
                case "closed" -> new Spent.Closed(wait);
                case "spent" -> new Spent.Refused(wait);
                default -> Spent.Granted.ALL;
            };
        }
        if (limit == 0) {
            return Spent.Granted.ALONE;
        }
        Duration wait = own(account).spend(replica + sequence.incrementAndGet());
        return wait.isZero() ? Spent.Granted.ALONE : new Spent.Refused(wait);
    }

    /** Stores the window of a reply. A server that may lack calls does not replace the known window. */
    private String told(Account account, Reply reply) {
        if (!(reply instanceof Reply.Of told)) {
            return "";
        }
        if (limit > 0 && !told.status().equals(UNSURE)) {
            List<Long> ages = IntStream.range(4, told.size())
                    .mapToObj(field -> TimeUnit.MILLISECONDS.toNanos(told.number(field)))
                    .toList();
            own(account).told(new KnownWindow(ticker.read(), limit, (int) told.number(3), ages));
        }
        return told.status();
    }

    private OwnCalls own(Account account) {
        return Objects.requireNonNull(accounts.get(account, name -> new OwnCalls(limit, replicas, window, ticker)));
    }

    /** The result of spending a call. */
    public sealed interface Spent {

        /** The call may be made. */
        enum Granted implements Spent {
            /** By the count of all replicas. */
            ALL,
            /** By this replica's own part. */
            ALONE
        }

        /** The budget is used up. */
        record Refused(Duration retryAfter) implements Spent {}

        /** A 429 has closed the door. */
        record Closed(Duration retryAfter) implements Spent {}
    }
}
