package io.offlinemessages.gateway.hitlane;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import io.offlinemessages.gateway.cache.CacheStatus;
import io.offlinemessages.gateway.cache.FreshAnswer;
import io.offlinemessages.gateway.cache.Representation;
import io.offlinemessages.gateway.contract.DateText;
import io.offlinemessages.gateway.limits.RequestRates;
import io.offlinemessages.gateway.limits.TokenBuckets.Take;
import java.time.Clock;

/**
 * The responses of hits, made of prepared bytes. The fields that never change are one run of bytes in the
 * representation. Of the fields that change with time, {@code Cache-Status} and {@code Age} come from tables, and
 * {@code Date} is spelled once a second.
 */
final class HitResponses {

    private static final AsciiString CACHE_STATUS = AsciiString.cached("Cache-Status");
    private static final AsciiString AGE = AsciiString.cached("Age");
    private static final AsciiString CACHE_CONTROL = AsciiString.cached("Cache-Control");
    private static final AsciiString DATE = AsciiString.cached("Date");

    private static final AsciiString LINE_200 = new AsciiString("HTTP/1.1 200 OK");
    private static final AsciiString LINE_304 = new AsciiString("HTTP/1.1 304 Not Modified");
    private static final AsciiString CACHE_STATUS_LINE = line(CACHE_STATUS);
    private static final AsciiString AGE_LINE = line(AGE);
    private static final AsciiString CACHE_CONTROL_LINE = line(CACHE_CONTROL);
    private static final AsciiString DATE_LINE = line(DATE);
    private static final AsciiString POLICY_LINE = line(RequestRates.POLICY_FIELD);
    private static final AsciiString RATE_LIMIT_LINE = line(RequestRates.FIELD);

    /**
     * The octets reserved for the status line and all fields that are not prepared; the buffer grows for a longer rate
     * limit.
     */
    private static final int MOST_OF_OTHERS = 256;

    /**
     * The longest body, in bytes, that is copied behind its fields; a longer one is copied when the socket takes it.
     */
    private static final int MOST_COPIED = 16 * 1024;

    private static final byte[] NO_CONTENT = {};

    private static final AsciiString RATE_LIMIT_POLICY = AsciiString.cached(RequestRates.POLICY_FIELD);
    private static final AsciiString RATE_LIMIT = AsciiString.cached(RequestRates.FIELD);

    /** Without validation, because this class spells all names and values itself. */
    private static final DefaultHttpHeadersFactory FIELDS =
            DefaultHttpHeadersFactory.headersFactory().withValidation(false);

    private final DateText date;
    private final String rateLimitPolicy;
    private final SecondsText ages = new SecondsText(Long::toString);
    private final SecondsText statuses = new SecondsText(CacheStatus::hit);

    HitResponses(Clock clock, String rateLimitPolicy) {
        this.date = new DateText(clock);
        this.rateLimitPolicy = rateLimitPolicy;
    }

    /** The response as an object for the codec. */
    FullHttpResponse response(Hit hit) {
        FreshAnswer answer = hit.answer();
        Representation representation = answer.representation();
        // One value that holds several field lines; the encoder writes values unchanged.
        var prepared = new AsciiString(representation.fields(), 0, fields(hit), false);
        HttpHeaders headers = FIELDS.newHeaders();
        Take take = hit.take();
        if (take != null) {
            headers.add(RATE_LIMIT_POLICY, rateLimitPolicy).add(RATE_LIMIT, RequestRates.field(take));
        }
        headers.add(CACHE_STATUS, statuses.of(answer.ttlSeconds()))
                .add(AGE, ages.of(answer.ageSeconds()))
                .add(CACHE_CONTROL, prepared)
                .add(DATE, date.now());
        return new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                hit.isKnown() ? HttpResponseStatus.NOT_MODIFIED : HttpResponseStatus.OK,
                hit.isKnown() ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(representation.body()),
                headers,
                EmptyHttpHeaders.INSTANCE);
    }

    /**
     * The same response as octets. A short body is copied behind its fields; a longer one stays in its own array, so
     * that a slow reader occupies little direct memory.
     *
     * @param last the fields that the connection adds; one of them may hold the request's id
     */
    ByteBuf octets(Hit hit, LastFields last, KnownRequest request, ByteBufAllocator allocator) {
        FreshAnswer answer = hit.answer();
        Representation representation = answer.representation();
        byte[] body = hit.isKnown() ? NO_CONTENT : representation.body();
        int fields = fields(hit);
        boolean isCopied = body.length <= MOST_COPIED;
        ByteBuf octets = allocator.ioBuffer(MOST_OF_OTHERS + fields + last.length() + (isCopied ? body.length : 0));
        write(octets, hit.isKnown() ? LINE_304 : LINE_200);
        Take take = hit.take();
        if (take != null) {
            ByteBufUtil.writeAscii(octets, POLICY_LINE + rateLimitPolicy + RATE_LIMIT_LINE + RequestRates.field(take));
        }
        write(octets, CACHE_STATUS_LINE);
        write(octets, statuses.of(answer.ttlSeconds()));
        write(octets, AGE_LINE);
        write(octets, ages.of(answer.ageSeconds()));
        write(octets, CACHE_CONTROL_LINE);
        octets.writeBytes(representation.fields(), 0, fields);
        write(octets, DATE_LINE);
        ByteBufUtil.writeAscii(octets, date.now());
        last.write(octets, request);
        if (isCopied) {
            octets.writeBytes(body);
        }
        return isCopied ? octets : Unpooled.wrappedBuffer(octets, Unpooled.wrappedBuffer(body));
    }

    private static void write(ByteBuf octets, AsciiString text) {
        octets.writeBytes(text.array(), text.arrayOffset(), text.length());
    }

    /** The number of prepared octets to write: a 304 leaves out the fields that describe the content. */
    private static int fields(Hit hit) {
        Representation representation = hit.answer().representation();
        return hit.isKnown() ? representation.validatorFields() : representation.fields().length;
    }

    /** The end of the line before, and the beginning of the field's own line. */
    private static AsciiString line(CharSequence name) {
        return new AsciiString("\r\n" + name + ": ");
    }
}
