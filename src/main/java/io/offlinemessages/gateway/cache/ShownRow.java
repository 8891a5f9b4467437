package io.offlinemessages.gateway.cache;

import io.offlinemessages.gateway.upstream.MessageDigests;
import java.util.ArrayList;
import java.util.List;

/**
 * A message as a row of a page showed it.
 *
 * @param digests the row's digests
 * @param from when the page's load began
 * @param asOf when that load ended; both less the page's {@code Age}, in nanoseconds of the cache's ticker
 */
record ShownRow(MessageDigests digests, long from, long asOf) {

    /**
     * The most rows kept of one detail. Two different rows suffice: a detail contradicts one of them, unless they differ only in fields
     * that are not compared.
     */
    private static final int MOST = 4;

    /** Whether the detail shows the state of an earlier moment, so that the row judges it. */
    boolean judges(DetailState detail) {
        return asOf - detail.asOf() > 0;
    }

    /** Whether the page was requested after the detail, so that it cannot show an earlier state. */
    boolean follows(DetailState detail) {
        return from - detail.asOf() > 0;
    }

    /** The rows and this one, latest first, at most {@link #MOST}; of rows that show the same values only the latest. */
    static List<ShownRow> added(List<ShownRow> rows, ShownRow row) {
        if (rows.isEmpty()) {
            return List.of(row);
        }
        List<ShownRow> all = new ArrayList<>(MOST);
        ShownRow latest = row;
        for (ShownRow known : rows) {
            if (!known.shows(row)) {
                all.add(known);
            } else if (known.asOf - row.asOf > 0) {
                latest = known;
            }
        }
        int at = 0;
        while (at < all.size() && all.get(at).asOf - latest.asOf > 0) {
            at++;
        }
        all.add(at, latest);
        return List.copyOf(all.size() > MOST ? all.subList(0, MOST) : all);
    }

    private boolean shows(ShownRow other) {
        return digests.likenesses(other.digests) == MessageDigests.ALL;
    }
}
