package io.offlinemessages.gateway.cache;

import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.Fault;
import io.offlinemessages.gateway.upstream.Outcome;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a load that stores nothing tells those in other replicas who wait for it. Nothing of a caller or a message is in it. */
final class LoadNote {

    /** The answer is not shared: whoever needs it loads by themselves. */
    static final String UNSHARED = "unshared";

    /** So long others load by themselves, before one tries again whether the answer can be shared. */
    static final Duration UNSHARED_FOR = Duration.ofSeconds(5);

    /** Longer than the longest pause between two looks. */
    static final Duration FAILED_FOR = Duration.ofMillis(500);

    /** What one replica has met, and another may not. */
    private static final Set<FailureKind> OWN =
            Set.of(FailureKind.CIRCUIT_OPEN, FailureKind.RATE_LIMITED, FailureKind.CREDENTIAL_REFUSED);

    private static final String FAILED = "failed";
    private static final long NONE = -1;

    private LoadNote() {}

    /** The note of a failure; empty where another replica may have better luck. */
    static String of(Failure failure) {
        FailureKind kind = failure.kind();
        if (kind.fault() != Fault.UPSTREAM || OWN.contains(kind)) {
            return "";
        }
        Duration retryAfter = failure.retryAfter();
        return String.join(" ", FAILED, kind.name(), "" + (retryAfter == null ? NONE : retryAfter.toMillis()));
    }

    /** The failure that the note tells of; null where it tells of none. */
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
