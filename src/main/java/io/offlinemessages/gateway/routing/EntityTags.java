package io.offlinemessages.gateway.routing;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code If-None-Match} (RFC 9110 section 13.1.2). */
final class EntityTags {

    /** The next entry of the list; a malformed one ends it. */
    private static final Pattern TAG = Pattern.compile("\\G\\s*(?:W/)?(\"[\\x21\\x23-\\x7E\\x80-\\xFF]*\")\\s*(?:,|$)");

    private EntityTags() {}

    /** Whether the field names the validator, by the weak comparison that the field asks for, or is {@code *}. */
    static boolean anyMatches(@Nullable List<String> fields, String etag) {
        if (fields == null) {
            return false;
        }
        return fields.stream().anyMatch(field -> field.strip().equals("*") || lists(field, etag));
    }

    private static boolean lists(String field, String etag) {
        return TAG.matcher(field).results().anyMatch(tag -> tag.group(1).equals(etag));
    }
}
