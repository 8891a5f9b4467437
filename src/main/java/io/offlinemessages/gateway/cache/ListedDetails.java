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
 * The comparison of pages of the list with stored details. A row has its detail's fields, and the number of replies in place of the
 * replies. A row that differs from a stored detail outdates it; a row of an id whose 404 is remembered drops the 404.
 *
 * <ul>
 *   <li><b>Order.</b> A page judges each detail whose load began before the page's load ended; the {@code Age} of each response moves
 *       its moments back. Such a detail may arrive after the page, so rows are remembered for as long as a load may take. All pages
 *       that arrived meanwhile judge the detail, because the last to arrive may show the earliest state. A detail whose load began
 *       after the page's load ended is newer than the page.
 *   <li><b>No gap.</b> A row is remembered before the stored details are compared with it, and an arriving detail is compared with the
 *       remembered rows in the step that stores it; so one of the two sees the other. Both comparisons end before any caller gets the
 *       page or the detail. A caller who joined the load of a detail that a page contradicts may have seen the page, and gets another
 *       load.
 *   <li><b>Fields that cannot be compared.</b> When a reload leaves a contradicted field unchanged, the new detail carries a doubt
 *       about that field. The next page whose load began after the detail's confirms the doubt if it shows the same value as the page
 *       before, and removes it otherwise. A field whose doubts are confirmed three times running is left out
 *       ({@link ComparableFields}). A field that changed and changed back between two pages may look like that once; the next reload or
 *       page ends the count.
 * </ul>
 */
final class ListedDetails {

    private final ShownRows shown;
    private final RowVerdicts verdicts;
    private final Ticker ticker;

    /**
     * @param longestLoad how much later than a page a detail may arrive that the page judges
     */
    ListedDetails(Duration longestLoad, Ticker ticker, MeterRegistry meters) {
        this.shown = new ShownRows(longestLoad, ticker);
        this.verdicts = new RowVerdicts(ticker, meters);
        this.ticker = ticker;
    }

    /** The rows of a page, dated by the page's load. */
    List<ShownRow> rows(Load load, Outcome.Found page) {
        long age = TimeUnit.SECONDS.toNanos(page.terms().age());
        long from = load.startedAt() - age;
        long asOf = load.endedAt(ticker) - age;
        return page.messages().stream()
                .map(row -> new ShownRow(row, from, asOf))
                .toList();
    }

    /**
     * Compares the rows of a page with the stored details; the caller releases the page afterwards.
     *
     * @param isLoading whether a load of the detail is under way, whose outcome may be in the step that stores it
     * @return the details that the page has outdated, and those whose 404 it has dropped
     */
    List<DetailRequest> compare(
            Account account, List<ShownRow> page, AnswerStore store, Predicate<CanonicalRequest> isLoading) {
        var rows = new LinkedHashMap<DetailRequest, ShownRow>();
        page.stream()
                .filter(row -> row.digests().id() > 0)
                .forEach(row -> rows.put(
                        new DetailRequest(account, new MessageId(row.digests().id())), row));
        shown.add(rows);
        // A detail that is neither stored nor being loaded meets the remembered row when it arrives.
        rows.keySet().removeIf(detail -> !isLoading.test(detail) && store.peek(detail) == null);
        // Doubts are settled first: a field that this page shows to be incomparable then outdates nothing.
        change(rows, store, isLoading, verdicts::settled);
        return change(rows, store, isLoading, verdicts::judged);
    }

    /** Applies the verdict to each detail that a row concerns; returns those that it has outdated or dropped. */
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
     * Whether the row may change the detail. The load is tested first: a detail that is being stored in this moment was compared before
     * the row was remembered, and is visible only after its step. Once its load has left, the stored detail is visible.
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
     * The arriving detail after comparison with its predecessor and with the rows remembered since its load began; null for a 404 that
     * a row contradicts.
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

    /** The remembered rows, and the row that outdated the predecessor. */
    private List<ShownRow> judges(DetailRequest key, @Nullable StoredAnswer before) {
        Contradiction contradiction =
                before == null ? null : before.comparable().contradiction();
        List<ShownRow> rows = shown.of(key);
        return contradiction == null ? rows : ShownRow.added(rows, contradiction.row());
    }

    /** Whether a page that arrived during the load contradicts its outcome. */
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
