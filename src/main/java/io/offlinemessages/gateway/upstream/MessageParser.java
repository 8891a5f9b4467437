package io.offlinemessages.gateway.upstream;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/** The reader of any body, by Jackson's tokens. It decides finally whether a body has the {@linkplain MessageShape documented shape}. */
final class MessageParser {

    private static final int DEEPEST = 64;

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build();

    private MessageParser() {}

    /** See {@link MessageShape#detail}. */
    static @Nullable MessageDigests detail(byte[] json, long id) {
        return read(json, parser -> detail(parser, id));
    }

    /** See {@link MessageShape#list}. */
    static @Nullable List<MessageDigests> list(byte[] json) {
        return read(json, MessageParser::rows);
    }

    private static <T> @Nullable T read(byte[] json, Reading<T> reading) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            T result = isUtf8(json) ? reading.read(parser) : null;
            return result != null && parser.nextToken() == null ? result : null;
        } catch (JacksonException malformed) {
            return null;
        }
    }

    /** Checks UTF-8, because Jackson accepts overlong forms, surrogates, and anything in the values it skips; callers' parsers may not. */
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
            if (rows.size() < MessageShape.MOST_ROWS) {
                rows.add(row);
            }
        }
        return parser.currentToken() == JsonToken.END_ARRAY ? rows : null;
    }

    /** Reads an object to its end; null where it is not a documented message. */
    private static @Nullable MessageDigests message(JsonParser parser, boolean isRow) {
        long id = -1;
        int replies = 0;
        var digests = new long[MessageDigests.FIELDS.size()];
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            DocumentedFields.Field field = DocumentedFields.MESSAGE.named(parser.currentName());
            JsonToken value = parser.nextToken();
            if (field.type() == DocumentedFields.Type.ANY) {
                parser.skipChildren();
            } else if (field.type() == DocumentedFields.Type.REPLIES) {
                replies = replies(parser, value);
            } else if (!fits(field.type(), value)) {
                return null;
            } else if (field.type() == DocumentedFields.Type.ID) {
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

    private static boolean fits(DocumentedFields.Type type, JsonToken value) {
        return value == JsonToken.VALUE_NULL
                || (type == DocumentedFields.Type.STRING ? value == JsonToken.VALUE_STRING : value.isNumeric());
    }

    /** The number of replies; -1 where they do not have the documented shape. */
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
            DocumentedFields.Field field = DocumentedFields.REPLY.named(parser.currentName());
            JsonToken value = parser.nextToken();
            if (field.type() == DocumentedFields.Type.ANY) {
                parser.skipChildren();
            } else if (!fits(field.type(), value)) {
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
