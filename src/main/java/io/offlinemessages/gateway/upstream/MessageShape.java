package io.offlinemessages.gateway.upstream;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * The documented shape of a message and of a list of messages. One streaming pass checks it and makes the digests of the fields that
 * both show. A message needs an integer {@code offline_message_id}; every other documented field may be missing or null, but not of
 * another type; unknown fields may have any value. Duplicate keys, deep nesting, trailing tokens and any encoding but UTF-8 are refused.
 */
final class MessageShape {

    private static final int DEEPEST = 64;

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build();

    /** More rows than a page has; the shape of those beyond is checked, but nobody is told of them. */
    private static final int MOST_ROWS = 1_000;

    private enum Type {
        ID,
        NUMBER,
        STRING,
        REPLIES
    }

    /** A documented field; the place of its digest, or -1 where it has none. */
    private record Field(Type type, int digest) {}

    private static final Map<String, Field> MESSAGE = Map.ofEntries(
            field("offline_message_id", Type.ID),
            field("visitor_id", Type.NUMBER),
            field("visitor_name", Type.STRING),
            field("visitor_email", Type.STRING),
            field("visitor_phone", Type.STRING),
            field("subject", Type.STRING),
            field("message", Type.STRING),
            field("received_time", Type.NUMBER),
            field("unread", Type.NUMBER),
            field("reply_message_count", Type.NUMBER),
            field("reply_messages", Type.REPLIES));

    private static final Map<String, Type> REPLY = Map.of(
            "reply_message", Type.STRING,
            "message_reply_time", Type.NUMBER,
            "agent_id", Type.NUMBER,
            "first_name", Type.STRING,
            "last_name", Type.STRING,
            "email", Type.STRING);

    private MessageShape() {}

    private static Map.Entry<String, Field> field(String name, Type type) {
        return Map.entry(name, new Field(type, MessageDigests.FIELDS.indexOf(name)));
    }

    /** The digests of the JSON's fields; null when it is not one message with this id. */
    static @Nullable MessageDigests detail(byte[] json, long id) {
        return read(json, parser -> detail(parser, id));
    }

    /** The digests of the fields of the page's rows, of the first thousand; null when the JSON is no array of messages. */
    static @Nullable List<MessageDigests> list(byte[] json) {
        return read(json, MessageShape::rows);
    }

    private static <T> @Nullable T read(byte[] json, Reading<T> reading) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            T result = isUtf8(json) ? reading.read(parser) : null;
            return result != null && parser.nextToken() == null ? result : null;
        } catch (JacksonException malformed) {
            return null;
        }
    }

    /** Jackson lets overlong forms, surrogates and whatever it skips pass; callers' parsers need not. */
    private static boolean isUtf8(byte[] json) {
        if (isAscii(json)) {
            return true;
        }
        var decoder = StandardCharsets.UTF_8.newDecoder();
        var bytes = ByteBuffer.wrap(json);
        var characters = CharBuffer.allocate(4096);
        CoderResult result;
        do {
            result = decoder.decode(bytes, characters.clear(), true);
        } while (result.isOverflow());
        return result.isUnderflow();
    }

    private static boolean isAscii(byte[] json) {
        int highBits = 0;
        for (byte octet : json) {
            highBits |= octet;
        }
        return highBits >= 0;
    }

    private static @Nullable MessageDigests detail(JsonParser parser, long id) {
        MessageDigests message = parser.nextToken() == JsonToken.START_OBJECT ? message(parser, false) : null;
        return message != null && message.id() == id ? message : null;
    }

    private static @Nullable List<MessageDigests> rows(JsonParser parser) {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            return null;
        }
        var rows = new ArrayList<MessageDigests>();
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            MessageDigests row = message(parser, true);
            if (row == null) {
                return null;
            }
            if (rows.size() < MOST_ROWS) {
                rows.add(row);
            }
        }
        return parser.currentToken() == JsonToken.END_ARRAY ? rows : null;
    }

    /** Reads an object to its end; null when it is no documented message. */
    private static @Nullable MessageDigests message(JsonParser parser, boolean isRow) {
        long id = -1;
        int replies = 0;
        var digests = new long[MessageDigests.FIELDS.size()];
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            Field field = MESSAGE.get(parser.currentName());
            JsonToken value = parser.nextToken();
            if (field == null) {
                parser.skipChildren();
            } else if (field.type() == Type.REPLIES) {
                replies = replies(parser, value);
            } else if (!fits(field.type(), value)) {
                return null;
            } else if (field.type() == Type.ID) {
                id = value == JsonToken.VALUE_NUMBER_INT ? parser.getLongValue() : -1;
            } else if (field.digest() != MessageDigests.REPLY_COUNT || value != JsonToken.VALUE_NULL) {
                digests[field.digest()] = ValueDigest.of(value, parser);
            }
            if (replies < 0) {
                return null;
            }
        }
        if (!isRow) {
            digests[MessageDigests.REPLY_COUNT] = ValueDigest.ofNumber(replies);
        }
        return id < 0 ? null : new MessageDigests(id, digests);
    }

    private static boolean fits(Type type, JsonToken value) {
        return value == JsonToken.VALUE_NULL
                || (type == Type.STRING ? value == JsonToken.VALUE_STRING : value.isNumeric());
    }

    /** How many replies there are; -1 when they are not as documented. */
    private static int replies(JsonParser parser, JsonToken value) {
        if (value == JsonToken.VALUE_NULL) {
            return 0;
        }
        if (value != JsonToken.START_ARRAY) {
            return -1;
        }
        int replies = 0;
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            if (!isReply(parser)) {
                return -1;
            }
            replies++;
        }
        return parser.currentToken() == JsonToken.END_ARRAY ? replies : -1;
    }

    private static boolean isReply(JsonParser parser) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            Type type = REPLY.get(parser.currentName());
            JsonToken value = parser.nextToken();
            if (type == null) {
                parser.skipChildren();
            } else if (!fits(type, value)) {
                return false;
            }
        }
        return true;
    }

    private interface Reading<T> {
        @Nullable
        T read(JsonParser parser);
    }
}
