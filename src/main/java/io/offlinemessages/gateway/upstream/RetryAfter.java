package io.offlinemessages.gateway.upstream;

import io.offlinemessages.gateway.contract.DeltaSeconds;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The parser of {@code Retry-After} (RFC 9110 section 10.2.3), in seconds or as a date. */
final class RetryAfter {

    /** Where the upstream names no time, a limit per minute is over after a minute. */
    static final Duration UNSAID = Duration.ofMinutes(1);

    /** Rate limits count by the minute; a longer wait is a mistake that must not shut the gateway for days. */
    static final Duration LONGEST = Duration.ofHours(1);

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private RetryAfter() {}

    /** The wait, from 1 second to 1 hour; 1 minute where the field is absent or malformed. */
    static Duration parse(@Nullable String field, Clock clock) {
        if (field == null) {
            return UNSAID;
        }
        String text = field.strip();
        OptionalLong seconds = DeltaSeconds.parse(text);
        if (seconds.isPresent()) {
            return bounded(Duration.ofSeconds(seconds.getAsLong()));
        }
        Instant date = HttpDate.parse(text);
        return date == null ? UNSAID : bounded(Duration.between(clock.instant(), date));
    }

    private static Duration bounded(Duration wait) {
        if (wait.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
