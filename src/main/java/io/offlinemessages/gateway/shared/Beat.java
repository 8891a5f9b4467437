package io.offlinemessages.gateway.shared;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * The step of each round in which a replica says that it is there, and reads what others have evicted. It comes after the reports of
 * calls and the evictions that wait, so that the link is up only when both are told.
 */
final class Beat {

    /** A replica that is not heard for so long is not there. */
    static final Duration MEMBER = Duration.ofSeconds(5);

    /** For how long notices stay; who was away for longer takes all of its copies for out of date. */
    private static final Duration NOTICES = Duration.ofMinutes(1);

    /** The field of the reply that says how many pages follow. */
    private static final int PAGES = 5;

    private final KeyNames names;
    private final SharedProperties properties;
    private final String replica;
    private final Duration window;
    private final Duration longest;
    private final SharedBudget budget;
    private final SharedEvictions evictions;
    private final SharedPages pages;
    private final Ticker ticker;
    private final LinkMeters meters;
    private final SharedListener listener;
    private volatile int members;
    private String run = "";
    private long since;

    /**
     * A beat that has not been heard yet.
     *
     * @param replica the replica's own name, unlike all others
     * @param window the window of the budget
     * @param longest the longest time that an answer may be kept
     */
    Beat(
            KeyNames names,
            SharedProperties properties,
            String replica,
            Duration window,
            Duration longest,
            SharedBudget budget,
            SharedEvictions evictions,
            SharedPages pages,
            Ticker ticker,
            LinkMeters meters,
            SharedListener listener) {
        this.names = names;
        this.properties = properties;
        this.replica = replica;
        this.window = window;
        this.longest = longest;
        this.budget = budget;
        this.evictions = evictions;
        this.pages = pages;
        this.ticker = ticker;
        this.meters = meters;
        this.listener = listener;
    }

    /** How many replicas were there at the last beat. */
    int members() {
        return members;
    }

    /** A step of each round; rounds come one after another. */
    Mono<Boolean> round(Line line) {
        return Mono.defer(() -> {
            long sent = ticker.read();
            return line.run(call(line.info().runId()), new SharedTime(line.timeout()))
                    .map(reply -> reply instanceof Reply.Of heard && heard(line, heard, sent));
        });
    }

    private boolean heard(Line line, Reply.Of reply, long sent) {
        if (reply.status().equals("foreign")) {
            line.lose(names.foreign(reply.text(2)));
            return false;
        }
        members = (int) reply.number(2);
        boolean gap = reply.number(4) == 1 || !run.equals(line.info().runId());
        run = line.info().runId();
        since = reply.now();
        if (gap) {
            listener.evictionsMissed();
        } else {
            int notices = PAGES + 1 + 2 * (int) reply.number(PAGES);
            // The replica that told a page waited for its reply for no longer than that, after the load had ended.
            pages(reply, notices, Duration.ofNanos(ticker.read() - sent).plus(line.timeout()));
            for (int field = notices; field < reply.size(); field++) {
                if (!evictions.hear(reply.bytes(field), listener)) {
                    unread();
                }
            }
        }
        return true;
    }

    /** Pages are compared by the moments that they tell of, so it does not matter which evictions came between them. */
    private void pages(Reply.Of reply, int end, Duration doubt) {
        for (int field = PAGES + 1; field < end; field += 2) {
            var since = Duration.ofMillis(reply.now() - reply.number(field + 1));
            if (!pages.hear(reply.bytes(field), since, doubt, listener)) {
                meters.sealRefused();
            }
        }
    }

    /** Something was evicted, and nobody here knows what. */
    private void unread() {
        meters.sealRefused();
        listener.evictionsMissed();
    }

    private Call call(String runNow) {
        return Call.of(
                        Script.BEAT,
                        names,
                        names.only("fingerprint"),
                        names.only("run"),
                        names.only("reports"),
                        names.only("members"),
                        names.only("notices"),
                        names.only("marks"),
                        names.only("accounts"),
                        names.only("doors"),
                        names.only("shown"))
                .with(
                        names.fingerprint(),
                        replica,
                        runNow,
                        properties.mostReplicas(),
                        window.toMillis(),
                        budget.reportsAll() ? 1 : 0,
                        since,
                        longest.toMillis(),
                        MEMBER.toMillis(),
                        NOTICES.toMillis());
    }
}
