package io.offlinemessages.gateway.upstream;

import io.netty.handler.codec.DateFormatter;
import java.time.Instant;
import java.util.Date;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The parser of dates in header fields (RFC 9110 section 5.6.7), in all three formats. */
final class HttpDate {

    private static final String DAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
    private static final String MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";
    private static final String TIME = "\\d\\d:\\d\\d:\\d\\d";

    /** Netty's parser accepts more than dates, and throws on long texts. */
    private static final Pattern FORMATS = Pattern.compile(DAY + ", \\d\\d " + MONTH + " \\d{4} " + TIME + " GMT"
            + "|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, \\d\\d-" + MONTH + "-\\d\\d " + TIME + " GMT"
            + "|" + DAY + " " + MONTH + " [ \\d]\\d " + TIME + " \\d{4}");

    private HttpDate() {}

    /** The moment; null for any other text. */
    static @Nullable Instant parse(String text) {
        Date date = FORMATS.matcher(text).matches() ? DateFormatter.parseHttpDate(text) : null;
        return date == null ? null : date.toInstant();
    }
}
