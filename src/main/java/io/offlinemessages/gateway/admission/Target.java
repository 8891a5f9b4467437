package io.offlinemessages.gateway.admission;

import io.offlinemessages.gateway.contract.OpenApiDocument;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The resource that a request target names, before anything is known of the caller. Equivalent spellings of one path
 * below {@code /api/} are equal.
 */
public sealed interface Target {

    /** A path outside of {@code /api/} that names no resource. */
    record OutsideApi() implements Target {}

    /** The OpenAPI document. */
    record Description() implements Target {}

    /** A path below {@code /api/} that names no resource. */
    record Nothing() implements Target {}

    /** The list, with the decoded values of {@code page_no} in order. */
    record MessageList(List<String> pages) implements Target {}

    /** A detail, with the decoded path segment of its id. */
    record Detail(String id) implements Target {}

    /** Whether the cache may hold an answer for the resource. */
    default boolean isCacheable() {
        return this instanceof Detail || this instanceof MessageList;
    }

    /**
     * Parses a target; never fails.
     *
     * @param rawPath the path as sent, still percent-encoded
     * @param rawQuery the query as sent, still percent-encoded; null if there is none
     */
    static Target parse(String rawPath, @Nullable String rawQuery) {
        if (rawPath.equals(OpenApiDocument.PATH)) {
            return new Description();
        }
        if (!rawPath.startsWith("/")) {
            return new OutsideApi();
        }
        int first = segmentEnd(rawPath, 1);
        if (first == rawPath.length() || !isSegment(rawPath, 1, first, "api")) {
            return new OutsideApi();
        }
        int second = segmentEnd(rawPath, first + 1);
        if (!isSegment(rawPath, first + 1, second, "offlinemessages")) {
            return new Nothing();
        }
        // A slash at the end is ignored.
        if (second + 1 >= rawPath.length()) {
            return new MessageList(pages(rawQuery));
        }
        int third = segmentEnd(rawPath, second + 1);
        return third + 1 >= rawPath.length()
                ? new Detail(PercentDecoding.segment(rawPath.substring(second + 1, third)))
                : new Nothing();
    }

    /** The end of the segment that begins at {@code start}: the index of the next slash, or the length of the path. */
    private static int segmentEnd(String rawPath, int start) {
        int slash = rawPath.indexOf('/', start);
        return slash < 0 ? rawPath.length() : slash;
    }

    private static boolean isSegment(String rawPath, int start, int end, String name) {
        return end - start == name.length()
                ? rawPath.startsWith(name, start)
                : PercentDecoding.segment(rawPath.substring(start, end)).equals(name);
    }

    private static List<String> pages(@Nullable String rawQuery) {
        var pages = new ArrayList<String>();
        if (rawQuery == null) {
            return pages;
        }
        for (String pair : rawQuery.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            if (PercentDecoding.query(name).equals("page_no")) {
                pages.add(equals < 0 ? "" : PercentDecoding.query(pair.substring(equals + 1)));
            }
        }
        return pages;
    }
}
