package io.offlinemessages.gateway.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.offlinemessages.gateway.contract.Account;
import io.offlinemessages.gateway.contract.GatewayMeter;
import io.offlinemessages.gateway.upstream.MessageDigests;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The steps that compare a row with a stored detail. Each returns the detail's next state. */
final class RowVerdicts {

    private final ComparableFields comparable;
    private final Ticker ticker;
    private final Counter outdated;
    private final Counter forgotten;

    RowVerdicts(Ticker ticker, MeterRegistry meters) {
        this.comparable = new ComparableFields(ticker, meters);
        this.ticker = ticker;
        this.outdated = GatewayMeter.CACHE_OUTDATED.counter(meters, "message");
        this.forgotten = GatewayMeter.CACHE_OUTDATED.counter(meters, "not_found");
    }

    /** Whether the row would change the detail. */
    boolean concerns(Account account, StoredAnswer stored, ShownRow row) {
        DetailState detail = stored.comparable();
        return isSettledBy(row, detail) || contradicts(account, detail, row);
    }

    /** Whether the row outdates the detail: the detail is older than the page and differs in a comparable field, or is a remembered 404. */
    boolean contradicts(Account account, DetailState detail, ShownRow row) {
        return !detail.isOutdated()
                && row.judges(detail)
                && (detail.isNotFound() || comparable.of(account, detail.differences(row)) != 0);
    }

    /** The detail without its doubt, if the row is of a page requested after it; the row confirms or ends the doubt, field by field. */
    StoredAnswer settled(Account account, StoredAnswer stored, ShownRow row) {
        DetailState detail = stored.comparable();
        if (!isSettledBy(row, detail)) {
            return stored;
        }
        var doubt = Objects.requireNonNull(detail.contradiction());
        int differing = detail.differences(row);
        int same = doubt.row().digests().likenesses(row.digests());
        comparable.reloadedInVain(account, doubt.fields() & differing & same);
        comparable.agree(account, doubt.fields() & ~differing);
        return stored.with(detail.doubted(null));
    }

    /** The detail, outdated if the row contradicts it; null for a remembered 404 that the row contradicts. */
    @Nullable
    StoredAnswer judged(Account account, StoredAnswer stored, ShownRow row) {
        DetailState detail = stored.comparable();
        if (!contradicts(account, detail, row)) {
            return stored;
        }
        if (detail.isNotFound()) {
            forgotten.increment();
            return null;
        }
        outdated.increment();
        var contradiction = new Contradiction(row, comparable.of(account, detail.differences(row)));
        return stored.outdated(detail.outdated(contradiction), ticker.read());
    }

    /**
     * The reloaded detail. It carries a doubt about each field that a page had contradicted and the reload left unchanged, unless the
     * reload shows a state from before that page.
     */
    StoredAnswer reloaded(Account account, @Nullable StoredAnswer before, StoredAnswer loaded) {
        DetailState detail = loaded.comparable();
        DetailState old = before == null ? detail : before.comparable();
        Contradiction contradiction = old.contradiction();
        MessageDigests digests = detail.digests();
        if (contradiction == null || digests == null || contradiction.row().judges(detail)) {
            return loaded;
        }
        int unchanged = Objects.requireNonNull(old.digests()).likenesses(digests);
        comparable.agree(account, contradiction.fields() & ~unchanged);
        int doubtful = contradiction.fields() & unchanged;
        return doubtful == 0 ? loaded : loaded.with(detail.doubted(new Contradiction(contradiction.row(), doubtful)));
    }

    private static boolean isSettledBy(ShownRow row, DetailState detail) {
        return detail.contradiction() != null && !detail.isOutdated() && row.follows(detail);
    }
}
