package io.offlinemessages.gateway.access;

import java.time.Duration;

/** The outcome of checking a password. */
public sealed interface PasswordCheck {

    /** The password is right. */
    record Verified(Caller caller) implements PasswordCheck {}

    /** The user is unknown or the password is wrong; nobody is told which. */
    record Wrong() implements PasswordCheck {}

    /**
     * Too many wrong passwords came for this user, or from there; nothing was checked.
     *
     * @param retryAfter how long until the next one will be checked
     */
    record Throttled(Duration retryAfter) implements PasswordCheck {}

    /**
     * Too many checks were waiting, or this one too long; nothing was checked.
     *
     * @param retryAfter how long until it is this one's turn, about
     */
    record Busy(Duration retryAfter) implements PasswordCheck {}
}
