package io.offlinemessages.gateway.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.offlinemessages.gateway.contract.Account;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.MessageId;
import io.offlinemessages.gateway.upstream.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What pages of the list tell of stored details. A row has the fields of its detail, and the number of its replies. So a row that differs
 * from a stored detail outdates it, and a row of an id whose 404 is remembered ends that.
 *
 * <ul>
 *   <li><b>Order.</b> A page judges each detail whose load began before the page's load ended, both less the {@code Age} that they came
 *       with. Such a detail may come after the page, so rows are remembered for as long as a load may take. All pages that came
 *       meanwhile judge it, because the last of them may tell of the earliest state. A detail whose load began later knows better.
 *   <li><b>No gap.</b> A row is remembered before stored details are compared with it, and a detail is compared with the remembered rows
 *       in the step that stores it; so one of the two sees the other. Both is done before anybody gets the page or the detail. A
 *       caller who has joined the load of a detail that a page contradicts is given another, because they may have seen the page.
 *   <li><b>Fields that cannot be compared.</b> When a reload leaves a contradicted field as it was, the new detail carries a doubt. The
 *       next page whose load began after that confirms the doubt if it shows the same other value as the page before. A field whose
 *       doubts are confirmed three times running is left out ({@link ComparableFields}). A field that has changed, and changed back
 *       between two pages, may look so once; the next reload or page ends the count.
 * </ul>
 */
final class ListedDetails {

    private final ShownRows shown;
    private final RowVerdicts verdicts;
    private final Ticker ticker;

    /**
     * Makes one.
     *
     * @param longestLoad how much later than a page a detail may come that it judges
     */
    ListedDetails(Duration longestLoad, Ticker ticker, MeterRegistry meters) {
        this.shown = new ShownRows(longestLoad, ticker);
        this.verdicts = new RowVerdicts(ticker, meters);
        this.ticker = ticker;
    }

    /** The rows of a page that a load brings. */
    List<ShownRow> rows(Load load, Outcome.Found page) {
        long age = TimeUnit.SECONDS.toNanos(page.terms().age());
        long from = load.startedAt() - age;
        long asOf = load.endedAt(ticker) - age;
        return page.messages().stream()
                .map(row -> new ShownRow(row, from, asOf))
                .toList();
    }

    /**
     * Compares the rows of a page with the stored details, before anybody gets the page.
     *
     * @param isLoading whether a load of the detail is under way, whose outcome may be stored at this very moment
     * @return the details that it outdates, and those whose 404 it ends
     */
    List<DetailRequest> compare(
            Account account, List<ShownRow> page, AnswerStore store, Predicate<CanonicalRequest> isLoading) {
        var rows = new LinkedHashMap<DetailRequest, ShownRow>();
        page.stream()
                .filter(row -> row.digests().id() > 0)
                .forEach(row -> rows.put(
                        new DetailRequest(account, new MessageId(row.digests().id())), row));
        shown.add(rows);
        // A detail that is neither stored nor being loaded is compared with the remembered row when it arrives.
        rows.keySet().removeIf(detail -> !isLoading.test(detail) && store.peek(detail) == null);
        // All doubts first, so that a field that this page shows to be of no use outdates nothing any more.
        change(rows, store, isLoading, verdicts::settled);
        return change(rows, store, isLoading, verdicts::judged);
    }

    /** Lets the verdict change each detail that a row concerns. The details that are outdated or gone by it. */
    private List<DetailRequest> change(
            Map<DetailRequest, ShownRow> rows,
            AnswerStore store,
            Predicate<CanonicalRequest> isLoading,
            Verdict verdict) {
        List<DetailRequest> outdated = new ArrayList<>();
        rows.forEach((detail, row) -> {
            if (isConcerned(detail, row, store, isLoading)) {
                store.change(detail, stored -> {
                    StoredAnswer judged = verdict.on(detail.account(), stored, row);
                    if (judged == null || (judged.isOutdated() && !stored.isOutdated())) {
                        outdated.add(detail);
                    }
                    return judged;
                });
            }
        });
        return outdated;
    }

    /**
     * What is being stored just now was compared before the row was there, and is seen only after its step has ended. So the load is
     * looked for first: when it has left, what it brought is seen.
     */
    private boolean isConcerned(
            DetailRequest detail, ShownRow row, AnswerStore store, Predicate<CanonicalRequest> isLoading) {
        if (isLoading.test(detail)) {
            return true;
        }
        StoredAnswer stored = store.peek(detail);
        return stored != null && verdicts.concerns(detail.account(), stored, row);
    }

    /**
     * A detail that comes from the upstream, after comparison with the one before it and with the pages that have come since its load
     * began; null for a 404 that is not to be remembered.
     */
    @Nullable
    StoredAnswer arrived(DetailRequest key, @Nullable StoredAnswer before, StoredAnswer arrived) {
        StoredAnswer detail = verdicts.reloaded(key.account(), before, arrived);
        for (ShownRow row : judges(key, before)) {
            if (detail == null) {
                return null;
            }
            detail = verdicts.judged(key.account(), verdicts.settled(key.account(), detail, row), row);
        }
        return detail;
    }

    /** The rows that are remembered, and the one that has outdated the detail before. */
    private List<ShownRow> judges(DetailRequest key, @Nullable StoredAnswer before) {
        Contradiction contradiction =
                before == null ? null : before.comparable().contradiction();
        List<ShownRow> rows = shown.of(key);
        return contradiction == null ? rows : ShownRow.added(rows, contradiction.row());
    }

    /** Whether a page that came while it was loaded contradicts what a load brings. */
    boolean isOvertaken(CanonicalRequest key, Load load, Outcome outcome) {
        boolean isAnswer = outcome instanceof Outcome.Found || FreshnessRules.isNoRecord(outcome);
        if (!isAnswer || !(key instanceof DetailRequest request)) {
            return false;
        }
        var detail = DetailState.of(load, outcome);
        return shown.of(request).stream().anyMatch(row -> verdicts.contradicts(key.account(), detail, row));
    }

    private interface Verdict {
        @Nullable
        StoredAnswer on(Account account, StoredAnswer stored, ShownRow row);
    }
}
