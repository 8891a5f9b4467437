package io.offlinemessages.gateway.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpConstants;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.AsciiString;

/**
 * Hands only such heads to the codec of one HTTP/1.1 connection as RFC 9112 allows. The codec would also take folded fields, control
 * characters before a request, other separators than a space in the request line, and of several lengths in HTTP/1.0 the first. In
 * the place of such a head it gets a line that it refuses, so that the answer is 400 in its turn, and the last one.
 *
 * <p>It stands before the codec, and {@link #contents()} behind it, which learns from the codec how much content is between two
 * heads. O(octets) for a head; names and values are left to the codec.
 */
final class Framing extends ChannelInboundHandlerAdapter {

    private static final String LENGTH = "content-length:";
    private static final int DEL = 0x7F;

    /** Ends in a bare LF. */
    private static final byte[] REFUSED_LINE = {'x', HttpConstants.LF};

    private State state = State.BEFORE;
    private int spaces;
    private int matched;
    private int lengths;
    private long contentDue;

    /** What comes next. */
    private enum State {
        /** A request line, or empty lines before it (section 2.2). */
        BEFORE,
        BEFORE_LF,
        REQUEST_LINE,
        REQUEST_LINE_LF,
        /** A field, or the empty line. */
        LINE,
        NAME,
        VALUE,
        VALUE_LF,
        EMPTY_LINE_LF,
        REFUSED
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var octets = (ByteBuf) message;
        while (octets.isReadable() && state != State.REFUSED) {
            int length = contentDue > 0 ? lengthOfContent(octets) : endOfHead(octets) - octets.readerIndex();
            if (state == State.REFUSED) {
                context.fireChannelRead(Unpooled.wrappedBuffer(REFUSED_LINE));
            } else if (length == octets.readableBytes()) {
                context.fireChannelRead(octets);
                return;
            } else {
                context.fireChannelRead(octets.readRetainedSlice(length));
            }
        }
        octets.release();
    }

    private int lengthOfContent(ByteBuf octets) {
        int length = (int) Math.min(contentDue, octets.readableBytes());
        contentDue -= length;
        return length;
    }

    /** Where the head ends, or what has come of it. */
    private int endOfHead(ByteBuf octets) {
        int end = octets.writerIndex();
        for (int at = octets.readerIndex(); at < end; at++) {
            at = nextThatMatters(octets, at, end);
            if (at < 0) {
                return end;
            }
            boolean wasLast = state == State.EMPTY_LINE_LF;
            state = after(octets.getByte(at));
            if (wasLast || state == State.REFUSED) {
                return at + 1;
            }
        }
        return end;
    }

    /** The place of the next octet that may change anything; negative where there is none. */
    private int nextThatMatters(ByteBuf octets, int at, int end) {
        if (state == State.VALUE) {
            return octets.indexOf(at, end, HttpConstants.CR);
        }
        if (state == State.REQUEST_LINE && spaces < 2) {
            return octets.forEachByte(at, end - at, Framing::isVisible);
        }
        return at;
    }

    private State after(byte octet) {
        return switch (state) {
            case BEFORE -> octet == HttpConstants.CR ? State.BEFORE_LF : begin(octet);
            case BEFORE_LF, EMPTY_LINE_LF -> lf(octet, State.BEFORE);
            case REQUEST_LINE -> octet == HttpConstants.CR ? endOfRequestLine() : inRequestLine(octet);
            case REQUEST_LINE_LF, VALUE_LF -> lf(octet, State.LINE);
            case LINE -> octet == HttpConstants.CR ? State.EMPTY_LINE_LF : beginName(octet);
            case NAME -> inName(octet);
            case VALUE -> octet == HttpConstants.CR ? State.VALUE_LF : State.VALUE;
            case REFUSED -> State.REFUSED;
        };
    }

    private static State lf(byte octet, State next) {
        return octet == HttpConstants.LF ? next : State.REFUSED;
    }

    private State begin(byte octet) {
        spaces = 0;
        lengths = 0;
        return isVisible(octet) ? State.REQUEST_LINE : State.REFUSED;
    }

    private State inRequestLine(byte octet) {
        if (octet == HttpConstants.SP) {
            spaces++;
            return State.REQUEST_LINE;
        }
        // The codec would take the version in small letters, too.
        boolean isInVersion = spaces == 2;
        return isVisible(octet) && !(isInVersion && octet >= 'a') ? State.REQUEST_LINE : State.REFUSED;
    }

    private State endOfRequestLine() {
        return spaces == 2 ? State.REQUEST_LINE_LF : State.REFUSED;
    }

    private State beginName(byte octet) {
        matched = 0;
        return isVisible(octet) ? inName(octet) : State.REFUSED;
    }

    private State inName(byte octet) {
        if (octet == HttpConstants.CR) {
            return State.VALUE_LF;
        }
        if (AsciiString.toLowerCase((char) octet) != LENGTH.charAt(matched)) {
            return State.VALUE;
        }
        matched++;
        if (matched < LENGTH.length()) {
            return State.NAME;
        }
        lengths++;
        return lengths > 1 ? State.REFUSED : State.VALUE;
    }

    /** The octets of other scripts too, which are negative here. */
    private static boolean isVisible(byte octet) {
        return octet < 0 || (octet > HttpConstants.SP && octet != DEL);
    }

    /** The part behind the codec. */
    ChannelInboundHandlerAdapter contents() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                if (message instanceof HttpRequest request) {
                    contentDue = content(request);
                }
                context.fireChannelRead(message);
            }
        };
    }

    /** Content of unknown length has no end: the answer to its request closes the connection. */
    private static long content(HttpRequest request) {
        boolean isEndless =
                request.decoderResult().isFailure() || request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING);
        return isEndless ? Long.MAX_VALUE : HttpUtil.getContentLength(request, 0L);
    }
}
