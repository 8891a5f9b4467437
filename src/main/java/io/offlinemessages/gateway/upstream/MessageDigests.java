package io.offlinemessages.gateway.upstream;

import java.nio.ByteBuffer;
import java.util.List;

/** The digests of the fields that a row of the list and a detail have in common, one for each field. Immutable; 72 bytes of digests. */
public final class MessageDigests {

    /** The index of the number of replies: a field of rows, and the length of a detail's replies. */
    static final int REPLY_COUNT = 8;

    /** The names of these fields, as rows have them. In a set of fields, a field's bit is 1 shifted by its index here. */
    public static final List<String> FIELDS = List.of(
            "visitor_id",
            "visitor_name",
            "visitor_email",
            "visitor_phone",
            "subject",
            "message",
            "received_time",
            "unread",
            "reply_message_count");

    /** The set of all fields. */
    public static final int ALL = (1 << FIELDS.size()) - 1;

    /** The length of the form that {@link #write} writes, in bytes. */
    public static final int BYTES = Long.BYTES * (1 + FIELDS.size());

    private final long id;
    private final long[] digests;

    /**
     * @param digests one for each of {@link #FIELDS}, 0 for an absent field; owned by this object from now on
     */
    MessageDigests(long id, long[] digests) {
        this.id = id;
        this.digests = digests;
    }

    /** Reads the form that {@link #write} writes. */
    public static MessageDigests read(ByteBuffer from) {
        long id = from.getLong();
        var digests = new long[FIELDS.size()];
        for (int field = 0; field < digests.length; field++) {
            digests[field] = from.getLong();
        }
        return new MessageDigests(id, digests);
    }

    /** Writes the id and the digests: {@link #BYTES} bytes. */
    public void write(ByteBuffer to) {
        to.putLong(id);
        for (long digest : digests) {
            to.putLong(digest);
        }
    }

    /** The message's id as the upstream wrote it. */
    public long id() {
        return id;
    }

    /** The set of fields present in both with different values. An absent field contradicts nothing. */
    public int differences(MessageDigests other) {
        int differences = 0;
        for (int field = 0; field < digests.length; field++) {
            boolean both = digests[field] != 0 && other.digests[field] != 0;
            if (both && digests[field] != other.digests[field]) {
                differences |= 1 << field;
            }
        }
        return differences;
    }

    /** The set of fields that are equal in both, or absent from both. */
    public int likenesses(MessageDigests other) {
        int likenesses = 0;
        for (int field = 0; field < digests.length; field++) {
            if (digests[field] == other.digests[field]) {
                likenesses |= 1 << field;
            }
        }
        return likenesses;
    }
}
