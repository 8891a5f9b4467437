package io.offlinemessages.gateway.upstream;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
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
 * The documented shape of a message and of a list of messages, checked in one streaming pass. A message needs an integer
 * {@code offline_message_id}; every other documented field may be missing or null, but not of another type; unknown fields may
 * have any value. Duplicate keys, deep nesting, trailing tokens and any encoding but UTF-8 are refused.
 */
final class MessageShape {

    private static final int DEEPEST = 64;

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build();

    private static final String ID = "offline_message_id";

    private enum Type {
        NUMBER,
        STRING,
        REPLIES
    }

    private static final Map<String, Type> MESSAGE = Map.ofEntries(
            Map.entry(ID, Type.NUMBER),
            Map.entry("visitor_id", Type.NUMBER),
            Map.entry("visitor_name", Type.STRING),
            Map.entry("visitor_email", Type.STRING),
            Map.entry("visitor_phone", Type.STRING),
            Map.entry("subject", Type.STRING),
            Map.entry("message", Type.STRING),
            Map.entry("received_time", Type.NUMBER),
            Map.entry("unread", Type.NUMBER),
            Map.entry("reply_message_count", Type.NUMBER),
            Map.entry("reply_messages", Type.REPLIES));

    private static final Map<String, Type> REPLY = Map.of(
            "reply_message", Type.STRING,
            "message_reply_time", Type.NUMBER,
            "agent_id", Type.NUMBER,
            "first_name", Type.STRING,
            "last_name", Type.STRING,
            "email", Type.STRING);

    private MessageShape() {}

    /** Whether the JSON is one message with this id. */
    static boolean isDetail(byte[] json, long id) {
        return holds(json, parser -> parser.nextToken() == JsonToken.START_OBJECT && messageId(parser) == id);
    }

    /** Whether the JSON is an array of messages. */
    static boolean isList(byte[] json) {
        return holds(json, MessageShape::isArrayOfMessages);
    }

    private static boolean holds(byte[] json, Check check) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            return isUtf8(json) && check.test(parser) && parser.nextToken() == null;
        } catch (JacksonException malformed) {
            return false;
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

    private static boolean isArrayOfMessages(JsonParser parser) {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            return false;
        }
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            if (messageId(parser) < 0) {
                return false;
            }
        }
        return parser.currentToken() == JsonToken.END_ARRAY;
    }

    /** Reads an object to its end; its id, or -1 when it is no documented message. */
    private static long messageId(JsonParser parser) {
        long id = -1;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (!fits(MESSAGE.get(name), value, parser)) {
                return -1;
            }
            if (name.equals(ID) && value == JsonToken.VALUE_NUMBER_INT) {
                id = parser.getLongValue();
            }
        }
        return id;
    }

    private static boolean fits(@Nullable Type type, JsonToken value, JsonParser parser) {
        if (type == null) {
            parser.skipChildren();
            return true;
        }
        if (value == JsonToken.VALUE_NULL) {
            return true;
        }
        return switch (type) {
            case NUMBER -> value.isNumeric();
            case STRING -> value == JsonToken.VALUE_STRING;
            case REPLIES -> value == JsonToken.START_ARRAY && areReplies(parser);
        };
    }

    private static boolean areReplies(JsonParser parser) {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                Type type = REPLY.get(parser.currentName());
                if (!fits(type, parser.nextToken(), parser)) {
                    return false;
                }
            }
        }
        return parser.currentToken() == JsonToken.END_ARRAY;
    }

    private interface Check {
        boolean test(JsonParser parser);
    }
}
