package io.offlinemessages.gateway.upstream;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A message as far as both a row of the list and a detail show it: a digest of the value of each shared field. Immutable, 72 bytes of
 * digests.
 */
public final class MessageDigests {

    /** How many replies there are: a row says so, a detail has them. */
    static final int REPLY_COUNT = 8;

    /** The names of the shared fields, as a row has them; a field's bit in a set of fields is 1 shifted by its place here. */
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

    /** How many bytes {@link #write} takes. */
    public static final int BYTES = Long.BYTES * (1 + FIELDS.size());

    private final long id;
    private final long[] digests;

    /**
     * Takes the array over.
     *
     * @param digests one for each of {@link #FIELDS}; 0 for a field that is not there
     */
    MessageDigests(long id, long[] digests) {
        this.id = id;
        this.digests = digests;
    }

    /** Reads what {@link #write} has written, of the same {@link #FIELDS}. */
    public static MessageDigests read(ByteBuffer from) {
        long id = from.getLong();
        var digests = new long[FIELDS.size()];
        for (int field = 0; field < digests.length; field++) {
            digests[field] = from.getLong();
        }
        return new MessageDigests(id, digests);
    }

    /** Writes id and digests, {@link #BYTES} bytes. */
    public void write(ByteBuffer to) {
        to.putLong(id);
        for (long digest : digests) {
            to.putLong(digest);
        }
    }

    /** The message's id, as the upstream has written it. */
    public long id() {
        return id;
    }

    /** The set of fields that both have, with different values. A field that one of them leaves out contradicts nothing. */
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

    /** The set of fields that are alike in both: with equal values, or in neither. */
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
