package io.offlinemessages.gateway.cache;

import io.offlinemessages.gateway.upstream.MessageDigests;
import java.util.ArrayList;
import java.util.List;

/**
 * A message as a page has shown it.
 *
 * @param digests those of the row
 * @param from when the page's load began
 * @param asOf when it ended; both less the {@code Age} that the page came with, in nanoseconds of the cache's ticker
 */
record ShownRow(MessageDigests digests, long from, long asOf) {

    /** More would change nothing: a detail that two judge contradicts one of them, unless they differ in what is not compared. */
    private static final int MOST = 4;

    /** Whether the detail tells of an earlier moment, so that the row judges it. */
    boolean judges(DetailState detail) {
        return asOf - detail.asOf() > 0;
    }

    /** Whether the page was asked for after the detail, so that it cannot tell of an earlier state. */
    boolean follows(DetailState detail) {
        return from - detail.asOf() > 0;
    }

    /** The rows with this one, the latest first, and of those that show the same the latest alone. */
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
