package io.offlinemessages.gateway.hitlane;

import io.netty.util.AsciiString;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongFunction;

/**
 * A table of texts that differ in a number of seconds only. It has 3,600 places, as many as an hour has seconds; a
 * number takes the place of one that differs by whole hours.
 */
final class SecondsText {

    private static final int KEPT = 3600;

    private final LongFunction<String> spelling;
    private final AtomicReferenceArray<Spelled> kept = new AtomicReferenceArray<>(KEPT);

    SecondsText(LongFunction<String> spelling) {
        this.spelling = spelling;
    }

    /** The text for this number of seconds, in US-ASCII. */
    AsciiString of(long seconds) {
        int place = (int) Math.floorMod(seconds, (long) KEPT);
        Spelled known = kept.getPlain(place);
        if (known != null && known.seconds == seconds) {
            return known.text;
        }
        var spelled = new Spelled(seconds, new AsciiString(spelling.apply(seconds)));
        kept.setRelease(place, spelled);
        return spelled.text;
    }

    private record Spelled(long seconds, AsciiString text) {}
}
