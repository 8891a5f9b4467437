package io.offlinemessages.gateway.contract;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * The form of an error response, as the documented page writes it: its content type, its challenge, and the frame
 * around its message.
 */
enum BodyShape {
    /** The message alone, with the Basic challenge. */
    PLAIN_CHALLENGE("application/json;charset=UTF-8", true),
    /** {@code {"code":N,"message":"…"}}. */
    BARE_OBJECT("application/json", false),
    /** {@code {"error":[{"code":N,"message":"…"}]}}. */
    ENVELOPE("application/json", false),
    /** The envelope, with the Basic challenge. */
    ENVELOPE_CHALLENGE("application/json", true);

    private final String contentType;
    private final boolean challenge;

    BodyShape(String contentType, boolean challenge) {
        this.contentType = contentType;
        this.challenge = challenge;
    }

    String contentType() {
        return contentType;
    }

    boolean challenge() {
        return challenge;
    }

    byte[] write(int code, String message) {
        String text = switch (this) {
            case PLAIN_CHALLENGE -> message;
            case BARE_OBJECT -> object(code, message);
            case ENVELOPE, ENVELOPE_CHALLENGE -> "{\"error\":[" + object(code, message) + "]}";
        };
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String object(int code, String message) {
        var escaped = new String(JsonStringEncoder.getInstance().quoteAsCharArray(message));
        return "{\"code\":" + code + ",\"message\":\"" + escaped + "\"}";
    }
}
