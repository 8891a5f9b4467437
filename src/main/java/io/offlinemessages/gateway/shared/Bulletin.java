package io.offlinemessages.gateway.shared;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** The sealed texts that a replica tells to all others. Each begins with the replica's name, by which it recognises its own. */
final class Bulletin {

    private final Seal seal;
    private final byte[] replica;

    /**
     * @param replica this replica's unique name, without a line feed
     */
    Bulletin(Seal seal, String replica) {
        this.seal = seal;
        this.replica = (replica + '\n').getBytes(UTF_8);
    }

    byte[] seal(Kind kind, byte[] text) {
        byte[] signed = ByteBuffer.allocate(replica.length + text.length)
                .put(replica)
                .put(text)
                .array();
        return seal.seal(kind, "", Seal.NO_TIMES, signed);
    }

    /** Opens a text; empty where it does not open. */
    Optional<Opened> open(Kind kind, byte[] sealed) {
        return seal.open(kind, "", Seal.NO_TIMES, sealed).map(signed -> {
            boolean own = Arrays.mismatch(signed, replica) == replica.length;
            return new Opened(own, Arrays.copyOfRange(signed, nameLength(signed), signed.length));
        });
    }

    /** The length of the name and its line feed. */
    private static int nameLength(byte[] signed) {
        int length = 0;
        while (length < signed.length && signed[length] != '\n') {
            length++;
        }
        return Math.min(length + 1, signed.length);
    }

    /**
     * An opened text.
     *
     * @param isOwn whether this replica sealed it
     */
    record Opened(boolean isOwn, byte[] text) {}
}
