package io.offlinemessages.gateway.cache;

import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.Fault;
import io.offlinemessages.gateway.contract.ListRequest;
import io.offlinemessages.gateway.shared.SharedAnswers.Note;
import io.offlinemessages.gateway.upstream.CacheTerms;
import io.offlinemessages.gateway.upstream.Outcome;
import io.offlinemessages.gateway.upstream.Prohibition;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The note that a load without a stored answer leaves for other replicas that wait for it. It contains a failure kind, and nothing of a
 * caller or a message.
 *
 * <p>An upstream failure is told to all who ask, for half a second, so waiters do not fail one after another. A documented error
 * must not be remembered: it is told only to those who wait for this very load, as in the load's own replica; later requests get a
 * later answer. A refused account is told to nobody, because another caller of that name may know the right password.
 */
final class LoadNote {

    /** The answer is not shared: for 5 s each replica loads it alone, then one tries again whether it can be shared. */
    private static final Note UNSHARED = new Note("unshared", Duration.ofSeconds(5), Note.To.ALL);

    /** Longer than the longest pause between two looks ({@link SharedLoad}). */
    private static final Duration SHORT = Duration.ofMillis(500);

    /** Failures of one replica's own state, which another replica may not share. */
    private static final Set<FailureKind> OWN =
            Set.of(FailureKind.CIRCUIT_OPEN, FailureKind.RATE_LIMITED, FailureKind.CREDENTIAL_REFUSED);

    private static final Set<FailureKind> OF_DETAILS =
            Set.of(FailureKind.INVALID_ID, FailureKind.DETAIL_FORBIDDEN, FailureKind.NO_RECORD);
    private static final Set<FailureKind> OF_PAGES = Set.of(FailureKind.INVALID_PAGE);

    private static final String FAILED = "failed";
    private static final String DENIED = "denied";
    private static final long NONE = -1;

    /** The terms of a denial from a note: not to be stored, because each waiter would have asked for it. */
    private static final CacheTerms NOT_STORED =
            new CacheTerms(Prohibition.NO_STORE, CacheTerms.UNLIMITED, 0, CacheTerms.UNLIMITED, CacheTerms.UNLIMITED);

    private LoadNote() {}

    /** The note for an outcome that is not stored; {@link Note#NONE} where another replica may succeed, and should try at once. */
    static Note of(Outcome outcome) {
        Failure failure = outcome.failure();
        if (failure == null) {
            return UNSHARED;
        }
        if (outcome instanceof Outcome.Denied denied) {
            FailureKind kind = failure.kind();
            String text = String.join(" ", DENIED, kind.name(), "" + denied.certain());
            // A 403 evicts the answer first, which ends the load; the note must outlast that.
            var to = kind == FailureKind.DETAIL_FORBIDDEN ? Note.To.WAITING_STILL : Note.To.WAITING;
            return new Note(text, SHORT, to);
        }
        String text = of(failure);
        return text.isEmpty() ? Note.NONE : new Note(text, SHORT, Note.To.ALL);
    }

    private static String of(Failure failure) {
        FailureKind kind = failure.kind();
        if (kind.fault() != Fault.UPSTREAM || OWN.contains(kind)) {
            return "";
        }
        Duration retryAfter = failure.retryAfter();
        return String.join(" ", FAILED, kind.name(), "" + (retryAfter == null ? NONE : retryAfter.toMillis()));
    }

    /** The documented error that the note tells about the request; null where the note is of another kind. */
    static @Nullable Outcome denial(CanonicalRequest key, String note) {
        String[] parts = note.split(" ", -1);
        if (parts.length != 3 || !parts[0].equals(DENIED)) {
            return null;
        }
        String subject = key instanceof DetailRequest detail
                ? detail.id().toString()
                : ((ListRequest) key).page().toString();
        boolean certain = parts[2].equals("true");
        return (key instanceof DetailRequest ? OF_DETAILS : OF_PAGES)
                .stream()
                        .filter(kind -> kind.name().equals(parts[1]))
                        .findAny()
                        .map(kind -> new Outcome.Denied(Failure.of(kind, subject), NOT_STORED, certain))
                        .orElse(null);
    }

    /** The failure that the note tells; null where the note is of another kind, or a kind unknown to this version. */
    static @Nullable Outcome read(String note) {
        String[] parts = note.split(" ", -1);
        if (parts.length != 3 || !parts[0].equals(FAILED)) {
            return null;
        }
        try {
            FailureKind kind = FailureKind.valueOf(parts[1]);
            long retryAfter = Long.parseLong(parts[2]);
            return kind.fault() != Fault.UPSTREAM
                    ? null
                    : new Outcome.Failed(
                            retryAfter < 0 ? Failure.of(kind) : Failure.of(kind, Duration.ofMillis(retryAfter)));
        } catch (IllegalArgumentException unknown) {
            return null;
        }
    }
}
