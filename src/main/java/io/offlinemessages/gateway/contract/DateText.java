package io.offlinemessages.gateway.contract;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The value of {@code Date} in the form IMF-fixdate (RFC 9110 section 5.6.7), spelled once a second. */
public final class DateText {

    private static final DateTimeFormatter IMF_FIXDATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final Clock clock;
    private volatile Second latest = new Second(Long.MIN_VALUE, "");

    public DateText(Clock clock) {
        this.clock = clock;
    }

    /** The value for the present second. */
    public String now() {
        long second = Math.floorDiv(clock.millis(), 1000L);
        Second known = latest;
        if (known.epoch() != second) {
            known = new Second(second, IMF_FIXDATE.format(Instant.ofEpochSecond(second)));
            latest = known;
        }
        return known.text();
    }

    private record Second(long epoch, String text) {}
}
