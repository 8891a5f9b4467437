package io.offlinemessages.gateway.contract;

import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A failure on its way to a caller; the only form in which failures travel.
 *
 * @param kind the kind of failure
 * @param subject the id or the invalid value that the message names; empty if it names none
 * @param retryAfter how long the caller should wait before it asks again; null if the gateway cannot tell
 */
public record Failure(
        FailureKind kind, String subject, @Nullable Duration retryAfter) {

    /** The value of {@code WWW-Authenticate} on every answer that challenges (RFC 7617). */
    public static final String CHALLENGE = "Basic realm=\"revechat\"";

    /** The longest subject that a message repeats, in code points; the rest is cut and replaced by {@code …}. */
    static final int MAXIMUM_SUBJECT = 64;

    /** A failure whose message names no subject. */
    public static Failure of(FailureKind kind) {
        return new Failure(kind, "", null);
    }

    /** A failure whose message names an id or an invalid value. */
    public static Failure of(FailureKind kind, String subject) {
        return new Failure(kind, subject, null);
    }

    /** A failure with a time for which the caller should wait. */
    public static Failure of(FailureKind kind, Duration retryAfter) {
        return new Failure(kind, "", retryAfter);
    }

    /** The status code. */
    public int status() {
        return kind.status();
    }

    /** The value of {@code Content-Type}. */
    public String contentType() {
        return kind.shape().contentType();
    }

    /** Whether the answer carries {@link #CHALLENGE}. */
    public boolean challenges() {
        return kind.shape().challenge();
    }

    /**
     * The value of {@code Retry-After} (RFC 9110 section 10.2.3) in whole seconds, rounded up and at least 1; empty if
     * the gateway cannot tell.
     */
    public OptionalLong retryAfterSeconds() {
        return retryAfter == null
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(1, retryAfter.plusNanos(999_999_999).toSeconds()));
    }

    /** The documented body, in UTF-8. */
    public byte[] body() {
        return kind.shape().write(kind.status(), kind.message().replace("%s", shortened(subject)));
    }

    private static String shortened(String text) {
        if (text.codePointCount(0, text.length()) <= MAXIMUM_SUBJECT) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, MAXIMUM_SUBJECT)) + "…";
    }
}
