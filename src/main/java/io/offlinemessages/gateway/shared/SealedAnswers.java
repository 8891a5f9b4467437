package io.offlinemessages.gateway.shared;

import io.offlinemessages.gateway.contract.CanonicalRequest;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * The stored form of answers: the times in clear, then the sealed text, which begins with the time of the sealing pod's own clock. An
 * answer must be within its time by both clocks, so neither an old copy that is put back nor a server whose clock stands still brings
 * an expired answer.
 */
final class SealedAnswers {

    /** The greatest difference between the clocks of two gateways. */
    private static final Duration LEEWAY = Duration.ofMinutes(5);

    private final Seal seal;
    private final KeyNames names;
    private final Clock clock;

    SealedAnswers(Seal seal, KeyNames names, Clock clock) {
        this.seal = seal;
        this.names = names;
        this.clock = clock;
    }

    /** Seals an answer to the request. */
    byte[] seal(CanonicalRequest request, Stamp stamp, byte[] text) {
        byte[] times = stamp.bytes();
        byte[] dated = ByteBuffer.allocate(Long.BYTES + text.length)
                .putLong(clock.millis())
                .put(text)
                .array();
        byte[] sealed = seal.seal(Kind.ANSWER, names.of(Kind.ANSWER, request), times, dated);
        byte[] stored = Arrays.copyOf(times, times.length + sealed.length);
        System.arraycopy(sealed, 0, stored, times.length, sealed.length);
        return stored;
    }

    /** Opens the stored answer to the request. */
    Opened open(CanonicalRequest request, byte[] stored, long serverNow) {
        return Stamp.read(stored)
                .<Opened>flatMap(stamp -> text(request, stored).map(dated -> opened(stamp, dated, serverNow)))
                .orElse(Opened.No.REFUSED);
    }

    private Optional<byte[]> text(CanonicalRequest request, byte[] stored) {
        return seal.open(
                Kind.ANSWER,
                names.of(Kind.ANSWER, request),
                Arrays.copyOf(stored, Stamp.LENGTH),
                Arrays.copyOfRange(stored, Stamp.LENGTH, stored.length));
    }

    private Opened opened(Stamp stamp, byte[] dated, long serverNow) {
        ByteBuffer text = ByteBuffer.wrap(dated);
        long age = clock.millis() - text.getLong();
        if (stamp.isOver(serverNow) || age > stamp.keptFor() + LEEWAY.toMillis()) {
            return Opened.No.OVER;
        }
        return new Opened.Answer(stamp, Arrays.copyOfRange(dated, Long.BYTES, dated.length));
    }

    /** The result of opening an answer. */
    sealed interface Opened {

        /**
         * An opened answer within its time.
         *
         * @param stamp its times
         * @param text the text that was sealed
         */
        record Answer(Stamp stamp, byte[] text) implements Opened {}

        /** A miss. */
        enum No implements Opened {
            /** It does not open: sealed with other secrets or by another version, or tampered with. */
            REFUSED,
            /** It has expired. */
            OVER
        }
    }
}
