package io.offlinemessages.gateway.shared;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Texts that a replica seals for all others. Each begins with the replica's name, so that it knows its own when it reads them. */
final class Bulletin {

    private final Seal seal;
    private final byte[] replica;

    /**
     * Makes it.
     *
     * @param replica the replica's own name, unlike all others, without an end of line
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

    /** With the end of the line. */
    private static int nameLength(byte[] signed) {
        int length = 0;
        while (length < signed.length && signed[length] != '\n') {
            length++;
        }
        return Math.min(length + 1, signed.length);
    }

    /**
     * A text that opened.
     *
     * @param isOwn whether this replica has sealed it
     */
    record Opened(boolean isOwn, byte[] text) {}
}
