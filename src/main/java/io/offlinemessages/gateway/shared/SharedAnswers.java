package io.offlinemessages.gateway.shared;

import com.github.benmanes.caffeine.cache.Ticker;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.shared.SealedAnswers.Opened;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The answers of all replicas, and their loads: one at a time for each request. Nothing here is ever an error; where the server has no
 * reply, the replica loads by itself.
 */
public final class SharedAnswers {

    /** As if the replica had a copy that is newer than any: the stored one is not wanted. */
    private static final long NEWEST = 99_999_999_999_999L;

    private final Link link;
    private final KeyNames names;
    private final SealedAnswers sealed;
    private final String replica;
    private final LinkMeters meters;
    private final Ticker ticker;
    private final AtomicLong sequence = new AtomicLong();

    /**
     * Makes it.
     *
     * @param replica the replica's own name, unlike all others
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
     * Asks for the answer, and for the right to load it.
     *
     * @param have when the load of the replica's own copy began, by the server's clock; 0 for none
     * @param length how long the load may take
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
                // What does not open is in nobody's way: the next asks past it.
                return claim == Claim.None.REFUSED && have < NEWEST
                        ? claim(request, NEWEST, length, time)
                        : Mono.just(claim);
            });
        });
    }

    /**
     * Looks for the answer that somebody else loads.
     *
     * @param awaited when that load began; what it brings is taken, fresh or not
     * @param have as for a claim
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
     * Stores what a load has brought, and ends the load.
     *
     * @param freshFor how long after the load's beginning it is fresh
     * @param keptFor how long after that it is of any use
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
     * Ends a load that stores nothing.
     *
     * @param ends whether what it brought ends the stored answer
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
     * An answer that some replica has stored.
     *
     * @param text what it stored
     * @param began when its load began, by the server's clock, in milliseconds
     * @param age how long ago that is
     * @param freshFor how long after that it is fresh
     * @param keptFor how long after that it is of any use
     */
    public record Answer(byte[] text, long began, Duration age, Duration freshFor, Duration keptFor) {}

    /**
     * The right to load and to store.
     *
     * @param began when it was given, by the server's clock, in milliseconds
     * @param end when it ends, in nanoseconds of the system's ticker; what is stored nowhere then is stored nowhere at all
     */
    public record Lease(String token, long began, long end) {

        /** Whether it has ended. */
        public boolean isOver() {
            return Ticker.systemTicker().read() - end >= 0;
        }
    }

    /**
     * What a load leaves that stores nothing.
     *
     * @param text tells why
     * @param stays for how long it tells
     * @param to whom it tells
     */
    public record Note(String text, Duration stays, To to) {

        /** That the next may load at once. */
        public static final Note NONE = new Note("", Duration.ZERO, To.ALL);

        /** Whom a note tells. */
        public enum To {
            /** All who ask. */
            ALL(0),
            /** Those alone who wait for this load; others may load at once. */
            WAITING(1),
            /** The same, though an eviction of this answer has ended the load. */
            WAITING_STILL(2);

            /** As the script takes it. */
            private final int code;

            To(int code) {
                this.code = code;
            }
        }
    }

    /** What came of a claim or a look. */
    public sealed interface Claim {

        /** The answer: fresh, or that of the load that was waited for. */
        record Found(Answer answer) implements Claim {}

        /** The replica loads. */
        record Yours(Lease lease, @Nullable Answer stale) implements Claim {}

        /** Somebody else loads, since a moment of the server's clock, and for so long at most. */
        record Loading(long began, Duration left, @Nullable Answer stale) implements Claim {}

        /** The last load has stored nothing, and says why. */
        record Noted(String note, Duration left, @Nullable Answer stale) implements Claim {}

        /** The load that was waited for, or a later one, has left a note for those who waited; when it began, and how long ago that is. */
        record Denied(String note, long began, Duration age) implements Claim {}

        /** There is nothing. */
        enum None implements Claim {
            /** No reply of the server: the replica goes on by itself. */
            ALONE,
            /** The fresh answer does not open. */
            REFUSED,
            /** A look has found neither an answer nor a load: it is time to claim. */
            NOBODY
        }
    }

    /** What came of storing. */
    public enum Stored {
        /** All replicas have it. */
        YES,
        /** There is a newer one, or it is of no use; the replica may use it as it likes. */
        NO,
        /** The load had ended, or an eviction came after its beginning: it is to be used by nobody who did not wait for it. */
        ENDED,
        /** No reply of the server. */
        UNKNOWN
    }
}
