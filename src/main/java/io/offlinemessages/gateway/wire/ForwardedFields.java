package io.offlinemessages.gateway.wire;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The header fields in which proxies report where a request comes from: {@code Forwarded} (RFC 7239) and its
 * forerunners {@code X-Forwarded-*} and {@code X-Real-IP}.
 */
final class ForwardedFields {

    private static final List<String> NAMES = List.of("forwarded", "x-real-ip");
    private static final String PREFIX = "x-forwarded-";

    private ForwardedFields() {}

    /** Removes all of these fields; allocates almost nothing if there are none. */
    static void removeFrom(HttpHeaders headers) {
        List<CharSequence> found = List.of();
        for (Iterator<Map.Entry<CharSequence, CharSequence>> all = headers.iteratorCharSequence(); all.hasNext(); ) {
            CharSequence name = all.next().getKey();
            if (includes(name)) {
                found = found.isEmpty() ? new ArrayList<>() : found;
                found.add(name);
            }
        }
        found.forEach(headers::remove);
    }

    private static boolean includes(CharSequence name) {
        int first = name.isEmpty() ? 0 : name.charAt(0) | 0x20;
        return switch (first) {
            case 'f', 'x' ->
                AsciiString.regionMatches(name, true, 0, PREFIX, 0, PREFIX.length())
                        || NAMES.stream().anyMatch(known -> AsciiString.contentEqualsIgnoreCase(known, name));
            default -> false;
        };
    }
}
