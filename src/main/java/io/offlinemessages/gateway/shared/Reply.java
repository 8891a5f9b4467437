package io.offlinemessages.gateway.shared;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Locale;

/** The result of a call. */
sealed interface Reply {

    /**
     * The script's reply: its status, its moment, and further fields.
     *
     * @param fields whole numbers as {@link Long}, everything else as bytes
     */
    record Of(List<Object> fields) implements Reply {

        /** The status, such as {@code stored}. */
        String status() {
            return text(0);
        }

        /** When the script ran, by the server's clock, in milliseconds. */
        long now() {
            return number(1);
        }

        /** The number of fields. */
        int size() {
            return fields.size();
        }

        /** The field as a whole number, whether Lua returned a number or text. */
        long number(int field) {
            Object value = fields.get(field);
            return value instanceof Long number ? number : Long.parseLong(text(field));
        }

        /** The field as text. */
        String text(int field) {
            Object value = fields.get(field);
            return value instanceof byte[] bytes ? new String(bytes, UTF_8) : value.toString();
        }

        /** The field's bytes. */
        byte[] bytes(int field) {
            return (byte[]) fields.get(field);
        }
    }

    /** No reply; the gateway works as it would without a server. */
    enum None implements Reply {
        /** The link is lost. */
        LOST,
        /** The request has used up its time; the script may have run. */
        OUT_OF_TIME,
        /** The server ran the script after its deadline, and did nothing. */
        LATE;

        /** The value of tags of meters and spans. */
        String tag() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
