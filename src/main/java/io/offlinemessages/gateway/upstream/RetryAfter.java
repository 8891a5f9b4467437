package io.offlinemessages.gateway.upstream;

import io.netty.handler.codec.DateFormatter;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/** Reads {@code Retry-After} (RFC 9110 section 10.2.3), in seconds or as a date. */
final class RetryAfter {

    /** A limit per minute has passed after a minute, when the upstream does not say. */
    static final Duration UNSAID = Duration.ofMinutes(1);

    /** A rate limit counts by the minute; a longer wait is a mistake that must not shut the gateway for days. */
    static final Duration LONGEST = Duration.ofHours(1);

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** What is longer is no date; the parser throws on texts that are far longer. */
    private static final int LONGEST_DATE = "Wednesday, 06-Nov-26 08:50:07 GMT".length();

    private RetryAfter() {}

    /** The wait, from 1 second to 1 hour; 1 minute when the field is absent or malformed. */
    static Duration parse(@Nullable String field, Clock clock) {
        if (field == null) {
            return UNSAID;
        }
        String text = field.strip();
        if (text.matches("[0-9]+")) {
            return bounded(seconds(text));
        }
        Date date = text.isEmpty() || text.length() > LONGEST_DATE ? null : DateFormatter.parseHttpDate(text);
        return date == null ? UNSAID : bounded(Duration.between(clock.instant(), date.toInstant()));
    }

    /** So many seconds, or the longest wait where they are more. */
    private static Duration seconds(String digits) {
        long seconds = 0;
        for (int i = 0; i < digits.length(); i++) {
            seconds = Math.min(LONGEST.toSeconds(), seconds * 10 + digits.charAt(i) - '0');
        }
        return Duration.ofSeconds(seconds);
    }

    private static Duration bounded(Duration wait) {
        if (wait.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
