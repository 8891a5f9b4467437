package io.offlinemessages.gateway.contract;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A position in a distributed trace (W3C Trace Context, version 00): what is done next is done for this span.
 *
 * @param traceId 32 lower-case hex digits, not all zero
 * @param spanId 16 lower-case hex digits, not all zero
 * @param sampled whether the trace is recorded, as far as is known here
 */
public record TraceContext(String traceId, String spanId, boolean sampled) {

    /** The name of the header field. */
    public static final String TRACEPARENT = "traceparent";

    private static final Pattern VALID =
            Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

    /** Continues the caller's trace, or starts one, unsampled, where there is no valid {@code traceparent}. */
    public static TraceContext continueOrStart(@Nullable String traceparent) {
        return parse(traceparent).orElseGet(() -> new TraceContext(randomHex(16), randomHex(8), false));
    }

    /** The position that a {@code traceparent} names, if it is valid. */
    public static Optional<TraceContext> parse(@Nullable String traceparent) {
        if (traceparent == null || traceparent.length() > 256) {
            return Optional.empty();
        }
        var matcher = VALID.matcher(traceparent);
        boolean valid = matcher.matches() && (matcher.group(4) == null || !traceparent.startsWith("00-"));
        return valid
                ? Optional.of(new TraceContext(matcher.group(1), matcher.group(2), isSampled(matcher.group(3))))
                : Optional.empty();
    }

    /** A new position one step further in the same trace. */
    public TraceContext child() {
        return new TraceContext(traceId, randomHex(8), sampled);
    }

    /** The header field that hands this position on. Version 00 knows the sampled flag only; others must not be passed on. */
    public String traceparent() {
        return "00-" + traceId + '-' + spanId + (sampled ? "-01" : "-00");
    }

    /** Random lower-case hex digits, two a byte; identifiers, not secrets. */
    public static String randomHex(int bytes) {
        byte[] random = new byte[bytes];
        do {
            ThreadLocalRandom.current().nextBytes(random);
        } while (random[0] == 0);
        return HexFormat.of().formatHex(random);
    }

    private static boolean isSampled(String flags) {
        return (Integer.parseInt(flags, 16) & 1) == 1;
    }
}
