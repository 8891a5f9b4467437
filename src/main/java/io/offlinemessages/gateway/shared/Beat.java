package io.offlinemessages.gateway.shared;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * The last step of each round of the link: it announces this replica, and reads the evictions and pages of others. It follows the
 * reports of calls and the pending evictions, so that the link is up only once both are told.
 */
final class Beat {

    /** A replica without a beat for this long counts as gone. */
    static final Duration MEMBER = Duration.ofSeconds(5);

    /** The retention of notices. A replica that was away for longer treats all of its answers as outdated. */
    private static final Duration NOTICES = Duration.ofMinutes(1);

    /** The index of the reply's field with the number of pages that follow. */
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
     * @param replica this replica's unique name
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

    /** The number of replicas at the last beat. */
    int members() {
        return members;
    }

    /** The step for a round; rounds run one after another. */
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
            // The replica that told a page waited for its reply at most this long after the load had ended.
            pages(reply, notices, Duration.ofNanos(ticker.read() - sent).plus(line.timeout()));
            for (int field = notices; field < reply.size(); field++) {
                if (!evictions.hear(reply.bytes(field), listener)) {
                    unread();
                }
            }
        }
        return true;
    }

    /** Pages are compared by their moments, so the order between pages and evictions has no effect. */
    private void pages(Reply.Of reply, int end, Duration doubt) {
        for (int field = PAGES + 1; field < end; field += 2) {
            var since = Duration.ofMillis(reply.now() - reply.number(field + 1));
            if (!pages.hear(reply.bytes(field), since, doubt, listener)) {
                meters.sealRefused();
            }
        }
    }

    /** Handles an unreadable notice: an unknown key was evicted. */
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
