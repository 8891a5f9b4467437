package io.offlinemessages.gateway.contract;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a distributed trace (W3C Trace Context, version 00).
 *
 * @param traceId 32 lower-case hex digits, not all zero
 * @param flags {@code 01} for sampled, else {@code 00}
 */
public record TraceContext(String traceId, String flags) {

    private static final Pattern TRACEPARENT =
            Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})(-.*)?");

    /** Continues the caller's trace, or starts one, unsampled, where there is no valid {@code traceparent}. */
    public static TraceContext continueOrStart(@Nullable String traceparent) {
        return parse(traceparent).orElseGet(() -> new TraceContext(randomHex(16), "00"));
    }

    /** The {@code traceparent} of one new call within this trace; each call gets a parent id of its own. */
    public String newTraceparent() {
        return "00-" + traceId + '-' + randomHex(8) + '-' + flags;
    }

    /** Random lower-case hex digits, two a byte; identifiers, not secrets. */
    public static String randomHex(int bytes) {
        byte[] random = new byte[bytes];
        do {
            ThreadLocalRandom.current().nextBytes(random);
        } while (random[0] == 0);
        return HexFormat.of().formatHex(random);
    }

    private static Optional<TraceContext> parse(@Nullable String traceparent) {
        if (traceparent == null || traceparent.length() > 256) {
            return Optional.empty();
        }
        var matcher = TRACEPARENT.matcher(traceparent);
        boolean valid = matcher.matches() && (matcher.group(3) == null || !traceparent.startsWith("00-"));
        return valid ? Optional.of(new TraceContext(matcher.group(1), knownFlags(matcher.group(2)))) : Optional.empty();
    }

    /** Version 00 knows the sampled flag only; others must not be passed on. */
    private static String knownFlags(String flags) {
        return (Integer.parseInt(flags, 16) & 1) == 1 ? "01" : "00";
    }
}
