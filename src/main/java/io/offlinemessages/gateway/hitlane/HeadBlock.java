package io.offlinemessages.gateway.hitlane;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All octets of a request head after its request line, to be compared with later heads. The value of a field that
 * differs from request to request is a <em>hole</em>, which matches each value of the same length and of the field's
 * form.
 */
final class HeadBlock {

    private final ByteBuf octets;
    private final List<Hole> holes;

    private HeadBlock(ByteBuf octets, List<Hole> holes) {
        this.octets = octets;
        this.holes = holes;
    }

    /**
     * Makes a block with its holes.
     *
     * @param octets whole lines, the last of them empty
     * @param varying the fields whose values may differ, by lower-case name
     * @return null if such a field occurs twice, or if its value is not of its form
     */
    static @Nullable HeadBlock of(byte[] octets, Map<String, VaryingField> varying) {
        ByteBuf block = Unpooled.wrappedBuffer(octets);
        String text = new String(octets, US_ASCII);
        List<Hole> holes = new ArrayList<>();
        for (int line = 0; line < text.length(); line = text.indexOf('\n', line) + 1) {
            Hole hole = hole(text, line, varying);
            if (hole == null) {
                continue;
            }
            boolean isRepeated = holes.stream().anyMatch(other -> other.field() == hole.field());
            // One space before the value, as clients write it; a head in another spelling is not learned.
            if (isRepeated || text.charAt(hole.start() - 1) != ' ' || !hole.isFilled(block, 0)) {
                return null;
            }
            holes.add(hole);
        }
        return new HeadBlock(block, holes);
    }

    /** The hole in this line, after one space; null if its field may not differ. */
    private static @Nullable Hole hole(String text, int line, Map<String, VaryingField> varying) {
        int end = text.indexOf('\r', line);
        int colon = text.indexOf(':', line);
        if (colon < 0 || colon > end) {
            return null;
        }
        VaryingField field = varying.get(text.substring(line, colon).toLowerCase(Locale.ROOT));
        return field == null ? null : new Hole(field, Math.min(colon + 2, end), end);
    }

    int length() {
        return octets.readableBytes();
    }

    /**
     * Whether an equal block stands at this index, with a value of its form in each hole. The comparison takes the same
     * time wherever the first difference is, because credentials are among the octets and a proxy may let several
     * callers share a connection.
     */
    boolean isAt(ByteBuf head, int at) {
        if (head.writerIndex() - at < length()) {
            return false;
        }
        long difference = 0;
        int from = 0;
        boolean areFilled = true;
        for (int i = 0; i < holes.size(); i++) {
            Hole hole = holes.get(i);
            difference |= difference(head, at, from, hole.start());
            areFilled &= hole.isFilled(head, at);
            from = hole.end();
        }
        return (difference | difference(head, at, from, length())) == 0 && areFilled;
    }

    /** The field's value in an equal block at this index; null if the block has no such field. */
    @Nullable
    String value(VaryingField field, ByteBuf head, int at) {
        for (int i = 0; i < holes.size(); i++) {
            Hole hole = holes.get(i);
            if (hole.field() == field) {
                return head.toString(at + hole.start(), hole.end() - hole.start(), US_ASCII);
            }
        }
        return null;
    }

    private long difference(ByteBuf head, int at, int from, int to) {
        long difference = 0;
        int i = from;
        for (; i + Long.BYTES <= to; i += Long.BYTES) {
            difference |= octets.getLong(i) ^ head.getLong(at + i);
        }
        for (; i < to; i++) {
            difference |= octets.getByte(i) ^ head.getByte(at + i);
        }
        return difference;
    }

    /** The place of a value that may differ, counted from the beginning of the block; {@code end} is exclusive. */
    private record Hole(VaryingField field, int start, int end) {

        boolean isFilled(ByteBuf head, int at) {
            return field.isValue(head, at + start, at + end);
        }
    }
}
