package io.offlinemessages.gateway.upstream;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The documented shape of a message and of a list of messages. One pass checks it and makes the digests of the fields that both show.
 * A message needs an integer {@code offline_message_id}; every other documented field may be missing or null, but not of another type;
 * unknown fields may have any value. Duplicate keys, deep nesting, trailing tokens and any encoding but UTF-8 are refused.
 *
 * <p>{@link MessageScanner} accepts bodies as they usually are. {@link MessageParser} decides about all others.
 */
final class MessageShape {

    /** More rows than a page has; the shape of those beyond is checked, but nobody is told of them. */
    static final int MOST_ROWS = 1_000;

    private MessageShape() {}

    /** The digests of the JSON's fields; null when it is not one message with this id. */
    static @Nullable MessageDigests detail(byte[] json, long id) {
        MessageDigests scanned = MessageScanner.detail(json, id);
        return scanned != null ? scanned : MessageParser.detail(json, id);
    }

    /** The digests of the fields of the page's rows, of the first thousand; null when the JSON is no array of messages. */
    static @Nullable List<MessageDigests> list(byte[] json) {
        List<MessageDigests> scanned = MessageScanner.list(json);
        return scanned != null ? scanned : MessageParser.list(json);
    }
}
