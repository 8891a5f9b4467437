package io.offlinemessages.gateway.upstream;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fast reader of usual bodies: one pass over the octets, without making tokens or strings. Its correctness rests on one
 * implication: <em>{@link MessageParser} accepts every body that it accepts, with the same digests</em>. So each rule here is at least
 * as strict as the parser's, and each form that is left out only costs time:
 *
 * <ul>
 *   <li>names with escapes, names and numbers of more than 100 octets, more than 32 undocumented names at a time;
 *   <li>undocumented values that nest deeper than 16 levels;
 *   <li>ids of more than 18 digits;
 *   <li>everything malformed, or of another shape.
 * </ul>
 */
final class MessageScanner {

    private static final int DEEPEST = 16;

    private final byte[] octets;
    private final JsonOctets json;
    private final OpenNames names;

    private MessageScanner(byte[] json) {
        this.octets = json;
        this.json = new JsonOctets(json);
        this.names = new OpenNames(json);
    }

    /** See {@link MessageShape#detail}; null also where the parser has to decide. */
    static @Nullable MessageDigests detail(byte[] json, long id) {
        try {
            var scanner = new MessageScanner(json);
            MessageDigests message = scanner.message(false);
            scanner.json.requireEnd();
            return message.id() == id ? message : null;
        } catch (Unrecognised forTheParser) {
            return null;
        }
    }

    /** See {@link MessageShape#list}; null also where the parser has to decide. */
    static @Nullable List<MessageDigests> list(byte[] json) {
        try {
            var scanner = new MessageScanner(json);
            List<MessageDigests> rows = scanner.rows();
            scanner.json.requireEnd();
            return rows;
        } catch (Unrecognised forTheParser) {
            return null;
        }
    }

    private List<MessageDigests> rows() throws Unrecognised {
        var rows = new ArrayList<MessageDigests>();
        json.require('[');
        if (json.skip(']')) {
            return rows;
        }
        do {
            MessageDigests row = message(true);
            if (rows.size() < MessageShape.MOST_ROWS) {
                rows.add(row);
            }
        } while (json.skip(','));
        json.require(']');
        return rows;
    }

    private MessageDigests message(boolean isRow) throws Unrecognised {
        int opened = names.size();
        int seen = 0;
        long id = -1;
        long replies = 0;
        var digests = new long[MessageDigests.FIELDS.size()];
        json.require('{');
        do {
            int place = name(DocumentedFields.MESSAGE, opened, seen);
            DocumentedFields.Field field = DocumentedFields.MESSAGE.at(place);
            seen |= DocumentedFields.MESSAGE.bit(place);
            switch (field.type()) {
                case ID -> id = json.id();
                case REPLIES -> replies = replies();
                case ANY -> value(DEEPEST);
                default -> digests[field.digest()] = digest(field);
            }
        } while (json.skip(','));
        json.require('}');
        names.close(opened);
        Unrecognised.unless(id >= 0);
        if (!isRow) {
            digests[MessageDigests.REPLY_COUNT] = ValueDigest.ofNumber(replies);
        }
        return new MessageDigests(id, digests);
    }

    private long digest(DocumentedFields.Field field) throws Unrecognised {
        if (json.next() == 'n') {
            json.literal("null");
            return field.digest() == MessageDigests.REPLY_COUNT ? 0 : ValueDigest.NULL;
        }
        return field.type() == DocumentedFields.Type.STRING ? json.stringDigest() : json.numberDigest();
    }

    private long replies() throws Unrecognised {
        if (json.next() == 'n') {
            json.literal("null");
            return 0;
        }
        long replies = 0;
        json.require('[');
        if (json.skip(']')) {
            return replies;
        }
        do {
            reply();
            replies++;
        } while (json.skip(','));
        json.require(']');
        return replies;
    }

    private void reply() throws Unrecognised {
        int opened = names.size();
        int seen = 0;
        json.require('{');
        if (json.skip('}')) {
            return;
        }
        do {
            int place = name(DocumentedFields.REPLY, opened, seen);
            seen |= DocumentedFields.REPLY.bit(place);
            DocumentedFields.Type type = DocumentedFields.REPLY.at(place).type();
            if (type == DocumentedFields.Type.ANY) {
                value(DEEPEST);
            } else if (json.next() == 'n') {
                json.literal("null");
            } else if (type == DocumentedFields.Type.STRING) {
                json.string();
            } else {
                json.number();
            }
        } while (json.skip(','));
        json.require('}');
        names.close(opened);
    }

    /**
     * Reads a name that is new in its object, and returns the place of its field. The name that comes next in documented order is tried
     * first.
     *
     * @param opened the number of open names when the object began
     * @param seen the set of documented fields read so far
     */
    private int name(DocumentedFields fields, int opened, int seen) throws Unrecognised {
        int expected = Integer.SIZE - Integer.numberOfLeadingZeros(seen);
        if (expected < fields.size() && json.skip(fields.member(expected))) {
            return expected;
        }
        json.name();
        int place = fields.placeOf(octets, json.start(), json.end());
        if (fields.at(place).type() == DocumentedFields.Type.ANY) {
            names.add(json.start(), json.end(), opened);
        } else {
            Unrecognised.unless((seen & fields.bit(place)) == 0);
        }
        return place;
    }

    /** Reads any value that nests at most {@code levels} levels. */
    private void value(int levels) throws Unrecognised {
        switch (json.next()) {
            case '{' -> object(levels);
            case '[' -> array(levels);
            case '"' -> json.string();
            case 't' -> json.literal("true");
            case 'f' -> json.literal("false");
            case 'n' -> json.literal("null");
            default -> json.number();
        }
    }

    private void object(int levels) throws Unrecognised {
        Unrecognised.unless(levels > 0);
        int opened = names.size();
        json.require('{');
        if (json.skip('}')) {
            return;
        }
        do {
            json.name();
            names.add(json.start(), json.end(), opened);
            value(levels - 1);
        } while (json.skip(','));
        json.require('}');
        names.close(opened);
    }

    private void array(int levels) throws Unrecognised {
        Unrecognised.unless(levels > 0);
        json.require('[');
        if (json.skip(']')) {
            return;
        }
        do {
            value(levels - 1);
        } while (json.skip(','));
        json.require(']');
    }
}
