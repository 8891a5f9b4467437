package io.offlinemessages.gateway.shared;

import com.github.benmanes.caffeine.cache.Ticker;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.shared.SealedAnswers.Opened;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The answers of all replicas on the server, and their leases: one load at a time for each request. Results never signal errors;
 * without a reply the replica loads by itself.
 */
public final class SharedAnswers {

    /** A later beginning than any stored answer has: claims past all of them. */
    private static final long NEWEST = 99_999_999_999_999L;

    private final Link link;
    private final KeyNames names;
    private final SealedAnswers sealed;
    private final String replica;
    private final LinkMeters meters;
    private final Ticker ticker;
    private final AtomicLong sequence = new AtomicLong();

    /**
     * @param replica this replica's unique name
     */
    SharedAnswers(Link link, KeyNames names, SealedAnswers sealed, String replica, LinkMeters meters, Ticker ticker) {
        this.link = link;
        this.names = names;
        this.sealed = sealed;
        this.replica = replica;
        this.meters = meters;
        this.ticker = ticker;
    }

    /**
     * Asks for the answer, or else for the lease to load it.
     *
     * @param have when the load of the replica's own answer began, by the server's clock, in milliseconds; 0 for none
     * @param length the longest time that the load may take
     */
    public Mono<Claim> claim(CanonicalRequest request, long have, Duration length, SharedTime time) {
        return Mono.defer(() -> {
            String token = replica + sequence.incrementAndGet();
            long end = ticker.read() + length.toNanos();
            Call call = call(Script.CLAIM, request)
                    .with(token, length.toMillis(), have)
                    .with(names.marksOf(request));
            return link.run(call, time).flatMap(reply -> {
                Claim claim = claim(request, reply, token, end);
                // An answer that does not open must not block the key: claim past it.
                return claim == Claim.None.REFUSED && have < NEWEST
                        ? claim(request, NEWEST, length, time)
                        : Mono.just(claim);
            });
        });
    }

    /**
     * Looks for the answer of another replica's load.
     *
     * @param awaited when that load began; its answer is returned even if it is not fresh
     * @param have see {@link #claim}
     */
    public Mono<Claim> look(CanonicalRequest request, long awaited, long have, SharedTime time) {
        Call call = Call.of(
                        Script.LOOK,
                        names,
                        names.of(Kind.ANSWER, request),
                        names.of(Kind.LOAD, request),
                        names.only("marks"),
                        names.of(Kind.NOTE, request))
                .with(awaited, have)
                .with(names.marksOf(request));
        return link.run(call, time).map(reply -> claim(request, reply, "", 0));
    }

    /**
     * Stores the answer of a load, and ends the lease.
     *
     * @param freshFor how long it is fresh, from the load's beginning on
     * @param keptFor how long it is kept, from the load's beginning on
     */
    public Mono<Stored> store(
            CanonicalRequest request, Lease lease, Duration freshFor, Duration keptFor, byte[] text, SharedTime time) {
        var stamp = new Stamp(lease.began(), freshFor.toMillis(), keptFor.toMillis());
        Call call = call(Script.STORE, request)
                .with(lease.token(), sealed.seal(request, stamp, text))
                .with(names.marksOf(request));
        return link.run(call, time).map(SharedAnswers::stored);
    }

    /**
     * Ends the lease of a load that stores nothing.
     *
     * @param ends whether its outcome ends the stored answer
     */
    public Mono<Boolean> release(CanonicalRequest request, Lease lease, Note note, boolean ends, SharedTime time) {
        Call call = Call.of(
                        Script.RELEASE,
                        names,
                        names.of(Kind.ANSWER, request),
                        names.of(Kind.LOAD, request),
                        names.of(Kind.NOTE, request))
                .with(
                        lease.token(),
                        lease.began(),
                        note.text(),
                        Math.max(1, note.stays().toMillis()),
                        ends ? 1 : 0,
                        note.to().code);
        return link.run(call, time)
                .map(reply -> reply instanceof Reply.Of told && told.status().equals("released"));
    }

    private Call call(Script script, CanonicalRequest request) {
        return Call.of(
                script, names, names.of(Kind.ANSWER, request), names.of(Kind.LOAD, request), names.only("marks"));
    }

    private Claim claim(CanonicalRequest request, Reply reply, String token, long end) {
        if (!(reply instanceof Reply.Of told)) {
            return Claim.None.ALONE;
        }
        Answer answer = answer(request, told);
        Duration left = Duration.ofMillis(Math.max(0, told.number(3)));
        return switch (told.status()) {
            case "fresh" -> answer == null ? Claim.None.REFUSED : new Claim.Found(answer);
            case "yours" -> new Claim.Yours(new Lease(token, told.now(), end), answer);
            case "loading" -> new Claim.Loading(told.number(2), left, answer);
            case "denied" ->
                new Claim.Denied(told.text(2), told.number(3), Duration.ofMillis(told.now() - told.number(3)));
            case "noted" -> new Claim.Noted(told.text(2), left, answer);
            default -> Claim.None.NOBODY;
        };
    }

    private @Nullable Answer answer(CanonicalRequest request, Reply.Of told) {
        byte[] stored = told.bytes(4);
        if (stored.length == 0) {
            return null;
        }
        Opened opened = sealed.open(request, stored, told.now());
        if (opened instanceof Opened.Answer open) {
            Stamp stamp = open.stamp();
            return new Answer(
                    open.text(),
                    stamp.began(),
                    Duration.ofMillis(told.now() - stamp.began()),
                    Duration.ofMillis(stamp.freshFor()),
                    Duration.ofMillis(stamp.keptFor()));
        }
        if (opened == Opened.No.REFUSED) {
            meters.sealRefused();
        }
        return null;
    }

    private static Stored stored(Reply reply) {
        if (!(reply instanceof Reply.Of told)) {
            return Stored.UNKNOWN;
        }
        return switch (told.status()) {
            case "stored" -> Stored.YES;
            case "older", "over" -> Stored.NO;
            default -> Stored.ENDED;
        };
    }

    /**
     * A stored answer.
     *
     * @param text the text that a replica stored
     * @param began when its load began, by the server's clock, in milliseconds
     * @param age the time since then
     * @param freshFor how long it is fresh, from then on
     * @param keptFor how long it is kept, from then on
     */
    public record Answer(byte[] text, long began, Duration age, Duration freshFor, Duration keptFor) {}

    /**
     * The right to load and to store one answer.
     *
     * @param token unique among all leases
     * @param began when it was granted, by the server's clock, in milliseconds
     * @param end when it ends, in nanoseconds of the system's ticker; an answer stored after that is refused
     */
    public record Lease(String token, long began, long end) {

        /** Whether it has ended. */
        public boolean isOver() {
            return Ticker.systemTicker().read() - end >= 0;
        }
    }

    /**
     * The note of a load that stores nothing.
     *
     * @param text the reason
     * @param stays how long the note is kept
     * @param to the replicas that it is for
     */
    public record Note(String text, Duration stays, To to) {

        /** No note: the next replica that asks may load at once. */
        public static final Note NONE = new Note("", Duration.ZERO, To.ALL);

        /** The replicas that a note is for. */
        public enum To {
            /** All that ask. */
            ALL(0),
            /** Those that wait for this load; others may load at once. */
            WAITING(1),
            /** Those that wait for this load, even if an eviction of this answer has ended it. */
            WAITING_STILL(2);

            /** The script's argument. */
            private final int code;

            To(int code) {
                this.code = code;
            }
        }
    }

    /** The result of a claim or a look. */
    public sealed interface Claim {

        /** A fresh answer, or that of the awaited load. */
        record Found(Answer answer) implements Claim {}

        /** The lease; an older answer beside it. */
        record Yours(Lease lease, @Nullable Answer stale) implements Claim {}

        /** Another replica loads, since {@code began} of the server's clock, and for at most {@code left} more. */
        record Loading(long began, Duration left, @Nullable Answer stale) implements Claim {}

        /** The last load has stored nothing, and left a note. */
        record Noted(String note, Duration left, @Nullable Answer stale) implements Claim {}

        /** The awaited load, or a later one, has left a note for those that waited. It began at {@code began}, {@code age} ago. */
        record Denied(String note, long began, Duration age) implements Claim {}

        /** No answer and no lease. */
        enum None implements Claim {
            /** No reply: the replica loads by itself. */
            ALONE,
            /** The fresh answer does not open. */
            REFUSED,
            /** A look found neither an answer nor a load: claim again. */
            NOBODY
        }
    }

    /** The result of storing an answer. */
    public enum Stored {
        /** The answer is stored for all replicas. */
        YES,
        /** A newer answer is stored, or this one has expired; the replica may use it by its own rules. */
        NO,
        /** The lease had ended, or an eviction came after its beginning: only those that waited for the load may use the answer. */
        ENDED,
        /** No reply. */
        UNKNOWN
    }
}
