package io.offlinemessages.gateway.hitlane;

import io.netty.util.AsciiString;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongFunction;

/** Texts that differ in a number of seconds only, kept for the numbers of the first hour. */
final class SecondsText {

    private static final int KEPT = 3600;

    private final LongFunction<String> spelling;
    private final AtomicReferenceArray<AsciiString> kept = new AtomicReferenceArray<>(KEPT);

    SecondsText(LongFunction<String> spelling) {
        this.spelling = spelling;
    }

    /** The text for a number, US-ASCII; O(1). */
    AsciiString of(long seconds) {
        if (seconds < 0 || seconds >= KEPT) {
            return new AsciiString(spelling.apply(seconds));
        }
        AsciiString known = kept.getPlain((int) seconds);
        if (known != null) {
            return known;
        }
        var spelled = new AsciiString(spelling.apply(seconds));
        kept.setRelease((int) seconds, spelled);
        return spelled;
    }
}
