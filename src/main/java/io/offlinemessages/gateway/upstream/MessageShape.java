package io.offlinemessages.gateway.upstream;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The documented shape of a message and of a list of messages. One pass checks it and computes the digests of the fields that rows and
 * details share. A message needs an integer {@code offline_message_id}; every other documented field may be absent or null, but not of
 * another type; undocumented fields may have any value. Duplicate names, deep nesting, trailing tokens and any encoding but UTF-8 are
 * refused.
 *
 * <p>{@link MessageScanner} accepts usual bodies; {@link MessageParser} decides about all others.
 */
final class MessageShape {

    /** More rows than a page has. Those beyond are checked for their shape, and yield no digests. */
    static final int MOST_ROWS = 1_000;

    private MessageShape() {}

    /** The digests of one message; null where the JSON is not one message with this id. */
    static @Nullable MessageDigests detail(byte[] json, long id) {
        MessageDigests scanned = MessageScanner.detail(json, id);
        return scanned != null ? scanned : MessageParser.detail(json, id);
    }

    /** The digests of the first thousand rows; null where the JSON is not an array of messages. */
    static @Nullable List<MessageDigests> list(byte[] json) {
        List<MessageDigests> scanned = MessageScanner.list(json);
        return scanned != null ? scanned : MessageParser.list(json);
    }
}
