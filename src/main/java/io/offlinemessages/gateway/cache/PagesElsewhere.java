package io.offlinemessages.gateway.cache;

import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.shared.ShownPage;
import io.offlinemessages.gateway.upstream.MessageDigests;
import io.offlinemessages.gateway.upstream.Outcome;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The conversion of pages to and from {@link ShownPage}, the form in which replicas tell them to each other: the digests of the rows
 * and the moment whose state they show. A replica compares them with its details as it does its own pages.
 */
final class PagesElsewhere {

    private PagesElsewhere() {}

    /**
     * A page that this replica has just loaded. The byte in front of its rows is the number of fields per row.
     *
     * @param took how long the load took, in nanoseconds
     */
    static ShownPage written(CanonicalRequest key, Outcome.Found page, long took) {
        List<MessageDigests> messages = page.messages();
        var rows = ByteBuffer.allocate(1 + messages.size() * MessageDigests.BYTES)
                .put((byte) MessageDigests.FIELDS.size());
        messages.forEach(message -> message.write(rows));
        return new ShownPage(
                key.account(),
                Duration.ofNanos(took),
                Duration.ofSeconds(page.terms().age()),
                rows.array());
    }

    /**
     * The rows of another replica's page; empty where its version has other fields.
     *
     * @param endedAt the latest moment at which its load may have ended, in nanoseconds of the cache's ticker
     * @param doubt how much earlier it may have ended
     */
    static List<ShownRow> read(ShownPage page, long endedAt, Duration doubt) {
        var rows = ByteBuffer.wrap(page.rows());
        if (!rows.hasRemaining()
                || rows.get() != MessageDigests.FIELDS.size()
                || rows.remaining() % MessageDigests.BYTES != 0) {
            return List.of();
        }
        long asOf = endedAt - page.age().toNanos();
        long from = asOf - page.took().plus(doubt).toNanos();
        List<ShownRow> read = new ArrayList<>(rows.remaining() / MessageDigests.BYTES);
        while (rows.hasRemaining()) {
            read.add(new ShownRow(MessageDigests.read(rows), from, asOf));
        }
        return read;
    }
}
