package io.offlinemessages.gateway.cache;

import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.shared.ShownPage;
import io.offlinemessages.gateway.upstream.CacheTerms;
import io.offlinemessages.gateway.upstream.MessageDigests;
import io.offlinemessages.gateway.upstream.Outcome;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An answer in the form in which replicas share it, before it is sealed. It carries the upstream's terms and no lifetime, so each
 * replica applies its own times; and the digests of its messages, so each compares it with its own pages and details.
 *
 * @param outcome a good answer, or the documented 404 of a detail
 * @param took the longest time that its load may have taken, in nanoseconds; written as whole milliseconds, rounded up
 * @param isOutdated whether a page had contradicted it when it arrived
 */
record AnswerText(Outcome outcome, long took, boolean isOutdated) {

    /** Changes with the layout and with the way in which digests are computed. */
    private static final byte VERSION = 1;

    private static final byte FOUND = 0;
    private static final byte NO_RECORD = 1;
    private static final int MOST_MESSAGES = 1_000;
    private static final long LONGEST = TimeUnit.DAYS.toMillis(1);

    /** Version, kind, fields per digest, outdated (a byte each); duration; four terms; number of messages. */
    private static final int HEAD = 4 + Long.BYTES + 4 * Long.BYTES + Integer.BYTES;

    /** Whether replicas can share the outcome. */
    static boolean canTell(Outcome outcome) {
        return outcome instanceof Outcome.Found || FreshnessRules.isNoRecord(outcome);
    }

    /** The bytes to be sealed. */
    byte[] write() {
        Outcome.Found found = outcome instanceof Outcome.Found answer ? answer : null;
        List<MessageDigests> messages = found == null ? List.of() : found.messages();
        byte[] body = found == null ? new byte[0] : found.body();
        CacheTerms terms = outcome.terms();
        var text = ByteBuffer.allocate(HEAD + messages.size() * MessageDigests.BYTES + body.length)
                .put(VERSION)
                .put(found == null ? NO_RECORD : FOUND)
                .put((byte) MessageDigests.FIELDS.size())
                .put((byte) (isOutdated ? 1 : 0))
                .putLong(ShownPage.upToMillis(took))
                .putLong(terms.freshFor())
                .putLong(terms.age())
                .putLong(terms.staleWhileRevalidate())
                .putLong(terms.staleIfError())
                .putInt(messages.size());
        messages.forEach(message -> message.write(text));
        return text.put(body).array();
    }

    /** Reads an answer to the request; null where the bytes have another version or are malformed. */
    static @Nullable AnswerText read(CanonicalRequest request, byte[] written) {
        if (written.length < HEAD) {
            return null;
        }
        var text = ByteBuffer.wrap(written);
        byte version = text.get();
        byte kind = text.get();
        byte fields = text.get();
        byte outdated = text.get();
        long took = text.getLong();
        var terms = new CacheTerms(null, text.getLong(), text.getLong(), text.getLong(), text.getLong());
        int messages = text.getInt();
        boolean right = version == VERSION
                && fields == MessageDigests.FIELDS.size()
                && (outdated == 0 || outdated == 1)
                && took >= 0
                && took <= LONGEST
                && areTimes(terms)
                && messages >= 0
                && messages <= MOST_MESSAGES
                && text.remaining() >= messages * MessageDigests.BYTES;
        Outcome outcome = right ? outcome(request, kind, terms, messages, text) : null;
        return outcome == null
                ? null
                : new AnswerText(outcome, Duration.ofMillis(took).toNanos(), outdated == 1);
    }

    private static @Nullable Outcome outcome(
            CanonicalRequest request, byte kind, CacheTerms terms, int count, ByteBuffer text) {
        var messages = new ArrayList<MessageDigests>(count);
        for (int i = 0; i < count; i++) {
            messages.add(MessageDigests.read(text));
        }
        byte[] body = new byte[text.remaining()];
        text.get(body);
        DetailRequest detail = request instanceof DetailRequest of ? of : null;
        return switch (kind) {
            case FOUND ->
                body.length == 0 || (detail != null && !shows(messages, detail))
                        ? null
                        : new Outcome.Found(body, List.copyOf(messages), terms);
            case NO_RECORD ->
                detail == null || body.length > 0 || count > 0
                        ? null
                        : new Outcome.Denied(
                                Failure.of(FailureKind.NO_RECORD, detail.id().toString()), terms, true);
            default -> null;
        };
    }

    private static boolean shows(List<MessageDigests> messages, DetailRequest detail) {
        return messages.size() == 1 && messages.get(0).id() == detail.id().value();
    }

    private static boolean areTimes(CacheTerms terms) {
        return isTime(terms.freshFor())
                && isTime(terms.age())
                && isTime(terms.staleWhileRevalidate())
                && isTime(terms.staleIfError());
    }

    private static boolean isTime(long seconds) {
        return seconds >= 0 && seconds <= CacheTerms.UNLIMITED;
    }
}
