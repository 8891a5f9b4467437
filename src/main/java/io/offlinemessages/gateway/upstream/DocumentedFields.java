package io.offlinemessages.gateway.upstream;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The documented fields of a JSON object, in documented order. A field's place is its index in that order. */
final class DocumentedFields {

    /** The type of a field's value, beside null. */
    enum Type {
        ID,
        NUMBER,
        STRING,
        REPLIES,
        /** Any value: the type of undocumented fields. */
        ANY
    }

    /**
     * A field.
     *
     * @param digest the index of its digest in {@link MessageDigests#FIELDS}, or -1 for none
     */
    record Field(String name, Type type, int digest) {}

    /** Two quotes and a colon. */
    private static final int AROUND = 3;

    private static final Field UNDOCUMENTED = new Field("", Type.ANY, -1);

    static final DocumentedFields MESSAGE = new DocumentedFields(
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

    static final DocumentedFields REPLY = new DocumentedFields(
            field("reply_message", Type.STRING),
            field("message_reply_time", Type.NUMBER),
            field("agent_id", Type.NUMBER),
            field("first_name", Type.STRING),
            field("last_name", Type.STRING),
            field("email", Type.STRING));

    private final Field[] fields;
    private final byte[][] members;
    private final Map<String, Field> byName;

    private DocumentedFields(Field... fields) {
        this.fields = fields;
        this.members = Arrays.stream(fields)
                .map(field -> ('"' + field.name() + "\":").getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new);
        this.byName = Arrays.stream(fields).collect(Collectors.toUnmodifiableMap(Field::name, Function.identity()));
    }

    private static Field field(String name, Type type) {
        return new Field(name, type, MessageDigests.FIELDS.indexOf(name));
    }

    /** The field of that name; an undocumented one otherwise. */
    Field named(String name) {
        return byName.getOrDefault(name, UNDOCUMENTED);
    }

    /** The field at that place; an undocumented one beyond the last. */
    Field at(int place) {
        return place < fields.length ? fields[place] : UNDOCUMENTED;
    }

    /** The place of the field whose name these octets are; one beyond the last for an undocumented name. */
    int placeOf(byte[] octets, int from, int to) {
        for (int place = 0; place < members.length; place++) {
            byte[] member = members[place];
            if (member.length - AROUND == to - from && Arrays.equals(member, 1, member.length - 2, octets, from, to)) {
                return place;
            }
        }
        return members.length;
    }

    /** The usual beginning of the member at that place: the quoted name and the colon. */
    byte[] member(int place) {
        return members[place];
    }

    /** The field's bit in a set of documented fields; 0 for an undocumented one. */
    int bit(int place) {
        return place < fields.length ? 1 << place : 0;
    }

    int size() {
        return fields.length;
    }
}
