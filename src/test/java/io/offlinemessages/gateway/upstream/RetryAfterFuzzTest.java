package io.offlinemessages.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Any value of {@code Retry-After}. */
class RetryAfterFuzzTest {

    private static final Instant NOW = Instant.parse("2026-11-06T08:49:37.250Z");
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    private static final Pattern SECONDS = Pattern.compile("[0-9]+");

    /** RFC 9110 section 5.6.7. */
    private static final Pattern IMF_FIXDATE =
            Pattern.compile("(Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\\d{2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
                    + " (\\d{4}) (\\d{2}):(\\d{2}):(\\d{2}) GMT");

    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    @FuzzTest
    void a_wait_is_what_the_field_says_between_a_second_and_an_hour(byte[] input) {
        String field = new String(input, StandardCharsets.ISO_8859_1);

        Duration wait = RetryAfter.parse(field, Clock.fixed(NOW, ZoneOffset.UTC));

        assertThat(wait).isBetween(SHORTEST, LONGEST);
        if (SECONDS.matcher(field).matches()) {
            BigInteger seconds = new BigInteger(field).min(BigInteger.valueOf(LONGEST.toSeconds()));
            assertThat(wait).isEqualTo(bounded(Duration.ofSeconds(seconds.intValue())));
        }
        date(field).ifPresent(date -> assertThat(wait).isEqualTo(bounded(Duration.between(NOW, date))));
    }

    /** The moment that a date names, where it is one that exists, on its right day of the week, since clocks of computers count. */
    private static Optional<Instant> date(String field) {
        var matcher = IMF_FIXDATE.matcher(field);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            var date = LocalDateTime.of(
                    Integer.parseInt(matcher.group(4)),
                    MONTHS.indexOf(matcher.group(3)) + 1,
                    Integer.parseInt(matcher.group(2)),
                    Integer.parseInt(matcher.group(5)),
                    Integer.parseInt(matcher.group(6)),
                    Integer.parseInt(matcher.group(7)));
            String day = date.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
            return day.equals(matcher.group(1)) && date.getYear() >= 1970
                    ? Optional.of(date.toInstant(ZoneOffset.UTC))
                    : Optional.empty();
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration wait) {
        Duration atLeast = wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait;
        return atLeast.compareTo(LONGEST) > 0 ? LONGEST : atLeast;
    }
}
