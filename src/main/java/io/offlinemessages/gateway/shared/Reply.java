package io.offlinemessages.gateway.shared;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Locale;

/** What a call came to. */
sealed interface Reply {

    /**
     * The script's own reply: what was done, the moment of it, and what the script says beside that.
     *
     * @param fields whole numbers as {@link Long}, all else as bytes
     */
    record Of(List<Object> fields) implements Reply {

        /** What was done. */
        String status() {
            return text(0);
        }

        /** The moment of it, by the server's clock. */
        long now() {
            return number(1);
        }

        /** How many fields there are. */
        int size() {
            return fields.size();
        }

        /** The field as a whole number; a number of Lua is one, and a text may be. */
        long number(int field) {
            Object value = fields.get(field);
            return value instanceof Long number ? number : Long.parseLong(text(field));
        }

        /** The field as text. */
        String text(int field) {
            Object value = fields.get(field);
            return value instanceof byte[] bytes ? new String(bytes, UTF_8) : value.toString();
        }

        /** The field as it is. */
        byte[] bytes(int field) {
            return (byte[]) fields.get(field);
        }
    }

    /** There is none; the gateway goes on as it would without a server. */
    enum None implements Reply {
        /** The link is lost. */
        LOST,
        /** The request has waited for as long as it may; the script may have run. */
        OUT_OF_TIME,
        /** The server came to it when nobody waited any more, and did nothing. */
        LATE;

        /** As meters and spans have it. */
        String tag() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
