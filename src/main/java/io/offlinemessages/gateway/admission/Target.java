package io.offlinemessages.gateway.admission;

import io.offlinemessages.gateway.contract.OpenApiDocument;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request target points at, before anything is known of the caller; equal for equivalent spellings of one path below
 * {@code /api/}.
 */
sealed interface Target {

    /** A path that is not below {@code /api/} and at which there is nothing. */
    record OutsideApi() implements Target {}

    /** The OpenAPI document. */
    record Description() implements Target {}

    /** A path below {@code /api/} at which there is nothing. */
    record Nothing() implements Target {}

    /** The list, with the decoded values of {@code page_no} in order. */
    record MessageList(List<String> pages) implements Target {}

    /** A detail, with the decoded segment in the place of the id. */
    record Detail(String id) implements Target {}

    /** Reads a raw path and query; never fails, O(length). */
    static Target parse(String rawPath, @Nullable String rawQuery) {
        if (rawPath.equals(OpenApiDocument.PATH)) {
            return new Description();
        }
        List<String> segments = segments(rawPath);
        if (segments.size() < 2 || !segments.get(0).equals("api")) {
            return new OutsideApi();
        }
        if (!segments.get(1).equals("offlinemessages")) {
            return new Nothing();
        }
        List<String> rest = segments.subList(2, segments.size());
        // A last empty segment is the trailing slash.
        if (!rest.isEmpty() && rest.get(rest.size() - 1).isEmpty()) {
            rest = rest.subList(0, rest.size() - 1);
        }
        return switch (rest.size()) {
            case 0 -> new MessageList(pages(rawQuery));
            case 1 -> new Detail(rest.get(0));
            default -> new Nothing();
        };
    }

    private static List<String> segments(String rawPath) {
        if (!rawPath.startsWith("/")) {
            return List.of();
        }
        return Arrays.stream(rawPath.substring(1).split("/", -1))
                .map(PercentDecoding::segment)
                .toList();
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
