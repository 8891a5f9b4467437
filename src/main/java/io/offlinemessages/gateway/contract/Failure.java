package io.offlinemessages.gateway.contract;

import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One failure on its way to a caller; the only form in which failures travel.
 *
 * @param kind what failed
 * @param subject the id or offending value that the message names, empty where it names none
 * @param retryAfter how long the caller should wait before asking again, where the gateway can tell
 */
public record Failure(
        FailureKind kind, String subject, @Nullable Duration retryAfter) {

    /** The value of {@code WWW-Authenticate} on every answer that challenges (RFC 7617). */
    public static final String CHALLENGE = "Basic realm=\"revechat\"";

    /** The longest subject that a message repeats, in characters; the rest is cut and marked with {@code …}. */
    static final int MAXIMUM_SUBJECT = 64;

    /** A failure whose message names nothing. */
    public static Failure of(FailureKind kind) {
        return new Failure(kind, "", null);
    }

    /** A failure whose message names an id or an offending value. */
    public static Failure of(FailureKind kind, String subject) {
        return new Failure(kind, subject, null);
    }

    /** A failure that passes after some time. */
    public static Failure of(FailureKind kind, Duration retryAfter) {
        return new Failure(kind, "", retryAfter);
    }

    /** The HTTP status. */
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

    /** The value of {@code Retry-After} in whole seconds, at least 1, where there is one (RFC 9110 section 10.2.3). */
    public OptionalLong retryAfterSeconds() {
        return retryAfter == null
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(1, retryAfter.plusNanos(999_999_999).toSeconds()));
    }

    /** The documented body, UTF-8. */
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
