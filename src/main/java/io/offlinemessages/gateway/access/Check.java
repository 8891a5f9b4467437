package io.offlinemessages.gateway.access;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A password check under way, shared by all callers with equal credentials. It ends in exactly one way: hashed, refused or abandoned. */
final class Check {

    private final BasicCredentials credentials;
    private final CredentialKey key;
    private final InetAddress from;
    private final long[] path;
    private final boolean proven;
    private final Handler handler;
    private final CompletableFuture<PasswordCheck> outcome = new CompletableFuture<>();

    /** The callers that wait and the thread that decides; 0 once all have left, which is final. */
    private final AtomicInteger interested = new AtomicInteger(1);

    /**
     * @param from the address of the first caller
     * @param proven whether the credentials were right once
     */
    Check(BasicCredentials credentials, CredentialKey key, InetAddress from, boolean proven, Handler handler) {
        this.credentials = credentials;
        this.key = key;
        this.from = from;
        this.path = Network.path(from);
        this.proven = proven;
        this.handler = handler;
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

    /** The path of its address; see {@link Network#path}. */
    long[] path() {
        return path;
    }

    boolean isProven() {
        return proven;
    }

    /** Adds an interested party; false if all have left already. */
    boolean join() {
        return interested.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    /** The outcome for one interested party, which leaves by cancelling it. */
    CompletableFuture<PasswordCheck> answer() {
        CompletableFuture<PasswordCheck> answer = outcome.copy();
        var unused = answer.whenComplete((check, failure) -> {
            if (answer.isCancelled() && interested.decrementAndGet() == 0) {
                handler.abandoned(this);
            }
        });
        return answer;
    }

    /** Hashes the password on the calling thread, which must have joined; returns whether it is right. */
    boolean hash() {
        return handler.hash(this);
    }

    /**
     * Refuses the check without hashing; no effect where all have left.
     *
     * @param retryAfter when its turn will come, about
     */
    void refuse(Duration retryAfter) {
        if (join()) {
            handler.refused(this, retryAfter);
        }
    }

    /** Completes the outcome for all waiting callers. */
    void end(PasswordCheck check) {
        outcome.complete(check);
    }

    /** The ways in which a check ends. */
    interface Handler {

        /** Hashes the password and ends the check; returns whether the password is right. */
        boolean hash(Check check);

        /** Ends a check whose password is not hashed. */
        void refused(Check check, Duration retryAfter);

        /** Ends a check whose callers have all left before it was decided. */
        void abandoned(Check check);
    }
}
