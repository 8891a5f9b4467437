package io.offlinemessages.gateway.routing;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code If-None-Match} (RFC 9110 section 13.1.2). */
final class EntityTags {

    private static final Pattern TAG = Pattern.compile("\\s*(?:W/)?(\"[\\x21\\x23-\\x7E\\x80-\\xFF]*\")\\s*(?:,|$)");

    private EntityTags() {}

    /** Whether the field names the validator, by the weak comparison that the field asks for, or is {@code *}. */
    static boolean anyMatches(@Nullable List<String> fields, String etag) {
        if (fields == null) {
            return false;
        }
        return fields.stream().anyMatch(field -> field.strip().equals("*") || lists(field, etag));
    }

    private static boolean lists(String field, String etag) {
        Matcher tags = TAG.matcher(field);
        int end = 0;
        while (tags.find(end) && tags.start() == end) {
            if (tags.group(1).equals(etag)) {
                return true;
            }
            end = tags.end();
            if (end >= field.length()) {
                break;
            }
        }
        return false;
    }
}
