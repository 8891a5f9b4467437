package io.offlinemessages.gateway.access;

/** The outcome of checking a password. */
public sealed interface PasswordCheck {

    /** The password is right. */
    record Verified(Caller caller) implements PasswordCheck {}

    /** The user is unknown or the password is wrong; nobody is told which. */
    record Wrong() implements PasswordCheck {}

    /** Too many checks were waiting already; nothing was checked. */
    record Busy() implements PasswordCheck {}
}
