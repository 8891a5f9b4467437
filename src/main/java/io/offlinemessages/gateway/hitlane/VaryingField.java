package io.offlinemessages.gateway.hitlane;

import io.netty.buffer.ByteBuf;

/**
 * A header field whose value differs from request to request, with the form of its values. No form allows an octet that
 * could end the value, so all octets in its place belong to the value.
 */
enum VaryingField {
    /** The caller's own request id: 1 to 64 characters of {@code A-Za-z0-9._-}. */
    REQUEST_ID {
        @Override
        boolean isValue(ByteBuf octets, int from, int to) {
            boolean isValue = to > from && to - from <= LONGEST_ID;
            for (int at = from; isValue && at < to; at++) {
                byte octet = octets.getByte(at);
                isValue = isWord(octet) || octet == '.';
            }
            return isValue;
        }
    },

    /** The caller's span in version 00 of W3C Trace Context. */
    TRACEPARENT {
        @Override
        boolean isValue(ByteBuf octets, int from, int to) {
            boolean isValue = to - from == SPAN.length();
            for (int at = from; isValue && at < to; at++) {
                byte octet = octets.getByte(at);
                char form = SPAN.charAt(at - from);
                isValue = form == 'x' ? isHex(octet) : octet == form;
            }
            return isValue;
        }
    },

    /** One entity tag as this gateway spells it: 16 octets in URL-safe Base64, in quotes. */
    IF_NONE_MATCH {
        @Override
        boolean isValue(ByteBuf octets, int from, int to) {
            boolean isValue = to - from == TAG && octets.getByte(from) == '"' && octets.getByte(to - 1) == '"';
            for (int at = from + 1; isValue && at < to - 1; at++) {
                isValue = isWord(octets.getByte(at));
            }
            return isValue;
        }
    };

    private static final int LONGEST_ID = 64;
    private static final String SPAN = "00-" + "x".repeat(32) + '-' + "x".repeat(16) + '-' + "xx";

    /** The length of an entity tag: 22 characters for 16 octets, and two quotes. */
    private static final int TAG = 24;

    /** Whether the octets from {@code from} to {@code to} (exclusive) are a value of the form. */
    abstract boolean isValue(ByteBuf octets, int from, int to);

    private static boolean isWord(byte octet) {
        return isBetween('0', octet, '9')
                || isBetween('a', octet, 'z')
                || isBetween('A', octet, 'Z')
                || octet == '-'
                || octet == '_';
    }

    private static boolean isHex(byte octet) {
        return isBetween('0', octet, '9') || isBetween('a', octet, 'f');
    }

    private static boolean isBetween(char first, byte octet, char last) {
        return octet >= first && octet <= last;
    }
}
