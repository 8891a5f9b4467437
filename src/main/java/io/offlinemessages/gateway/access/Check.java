package io.offlinemessages.gateway.access;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A password check that is under way, for all who ask the same meanwhile. It is hashed, refused or abandoned, and only one of these. */
final class Check {

    private final BasicCredentials credentials;
    private final CredentialKey key;
    private final InetAddress from;
    private final long[] path;
    private final boolean proven;
    private final Ends ends;
    private final CompletableFuture<PasswordCheck> outcome = new CompletableFuture<>();

    /** Those who wait for the outcome, and whoever decides it; 0 once all have left. */
    private final AtomicInteger interested = new AtomicInteger(1);

    /**
     * Makes one that the first of its callers waits for.
     *
     * @param from where that caller is
     * @param proven whether the credentials were right once
     */
    Check(BasicCredentials credentials, CredentialKey key, InetAddress from, boolean proven, Ends ends) {
        this.credentials = credentials;
        this.key = key;
        this.from = from;
        this.path = Network.path(from);
        this.proven = proven;
        this.ends = ends;
    }

    BasicCredentials credentials() {
        return credentials;
    }

    CredentialKey key() {
        return key;
    }

    InetAddress from() {
        return from;
    }

    /** The way from all callers to this one's address: {@link Network#path}. */
    long[] path() {
        return path;
    }

    boolean isProven() {
        return proven;
    }

    /** Takes one more who is interested; false when all have left already. */
    boolean join() {
        return interested.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    /** The outcome for one who is interested, and who leaves by cancelling it. */
    CompletableFuture<PasswordCheck> answer() {
        CompletableFuture<PasswordCheck> answer = outcome.copy();
        var unused = answer.whenComplete((check, failure) -> {
            if (answer.isCancelled() && interested.decrementAndGet() == 0) {
                ends.abandoned(this);
            }
        });
        return answer;
    }

    /** Hashes the password on the calling thread, which has joined, and says whether it is right. */
    boolean hash() {
        return ends.hash(this);
    }

    /** Tells all who wait that it is not hashed now; nothing where all have left. */
    void refuse(Duration retryAfter) {
        if (join()) {
            ends.refused(this, retryAfter);
        }
    }

    /** Answers all who wait. */
    void end(PasswordCheck check) {
        outcome.complete(check);
    }

    /** What becomes of a check. */
    interface Ends {

        /** Hashes the password, ends the check, and says whether the password is right. */
        boolean hash(Check check);

        /** Ends the check, whose password is not hashed. */
        void refused(Check check, Duration retryAfter);

        /** Ends the check, whose callers have left before it was decided. */
        void abandoned(Check check);
    }
}
