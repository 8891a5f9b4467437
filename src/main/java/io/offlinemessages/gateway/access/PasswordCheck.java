package io.offlinemessages.gateway.access;

import java.time.Duration;

/** The outcome of a password check. */
public sealed interface PasswordCheck {

    /** The password is right. */
    record Verified(Caller caller) implements PasswordCheck {}

    /** The user is unknown or the password is wrong; callers do not learn which. */
    record Wrong() implements PasswordCheck {}

    /**
     * Too many wrong passwords came for this user or from this address; the password was not checked.
     *
     * @param retryAfter the time until the next one is checked
     */
    record Throttled(Duration retryAfter) implements PasswordCheck {}

    /**
     * Too many checks waited, or this one too long; the password was not checked.
     *
     * @param retryAfter the approximate time until its turn
     */
    record Busy(Duration retryAfter) implements PasswordCheck {}
}
