package io.offlinemessages.gateway.hitlane;

import io.netty.buffer.ByteBuf;
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
import io.offlinemessages.gateway.limits.RequestRates;
import io.offlinemessages.gateway.limits.TokenBuckets.Take;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Makes the responses of hits from bytes that are there already: what never changes is one run of bytes of the representation,
 * and what changes with time ({@code Cache-Status}, {@code Age}, {@code Date}) is spelled once a second at most.
 */
final class HitResponses {

    private static final AsciiString CACHE_STATUS = AsciiString.cached("Cache-Status");
    private static final AsciiString AGE = AsciiString.cached("Age");
    private static final AsciiString CACHE_CONTROL = AsciiString.cached("Cache-Control");
    private static final AsciiString DATE = AsciiString.cached("Date");

    /** RFC 9110 section 5.6.7. */
    private static final DateTimeFormatter IMF_FIXDATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private static final AsciiString RATE_LIMIT_POLICY = AsciiString.cached(RequestRates.POLICY_FIELD);
    private static final AsciiString RATE_LIMIT = AsciiString.cached(RequestRates.FIELD);

    /** What is spelled here needs no looking at. */
    private static final DefaultHttpHeadersFactory FIELDS =
            DefaultHttpHeadersFactory.headersFactory().withValidation(false);

    private final Clock clock;
    private final String rateLimitPolicy;
    private final SecondsText ages = new SecondsText(Long::toString);
    private final SecondsText statuses = new SecondsText(CacheStatus::hit);
    private volatile Second second = new Second(Long.MIN_VALUE, AsciiString.EMPTY_STRING);

    HitResponses(Clock clock, String rateLimitPolicy) {
        this.clock = clock;
        this.rateLimitPolicy = rateLimitPolicy;
    }

    /**
     * The response with the content.
     *
     * @param take what came of counting the request; null where nobody counts
     */
    FullHttpResponse ok(FreshAnswer answer, @Nullable Take take) {
        Representation representation = answer.representation();
        return response(
                HttpResponseStatus.OK,
                answer,
                representation.fields().length,
                take,
                Unpooled.wrappedBuffer(representation.body()));
    }

    /** The response to a caller that has the content. */
    FullHttpResponse notModified(FreshAnswer answer, @Nullable Take take) {
        return response(
                HttpResponseStatus.NOT_MODIFIED,
                answer,
                answer.representation().validatorFields(),
                take,
                Unpooled.EMPTY_BUFFER);
    }

    private FullHttpResponse response(
            HttpResponseStatus status, FreshAnswer answer, int fields, @Nullable Take take, ByteBuf content) {
        CharSequence cacheStatus = statuses.of(answer.ttlSeconds());
        CharSequence age = ages.of(answer.ageSeconds());
        // More than one field; the encoder writes values as they are.
        var prepared = new AsciiString(answer.representation().fields(), 0, fields, false);
        HttpHeaders headers = FIELDS.newHeaders();
        if (take != null) {
            headers.add(RATE_LIMIT_POLICY, rateLimitPolicy).add(RATE_LIMIT, RequestRates.field(take));
        }
        headers.add(CACHE_STATUS, cacheStatus)
                .add(AGE, age)
                .add(CACHE_CONTROL, prepared)
                .add(DATE, date());
        return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, content, headers, EmptyHttpHeaders.INSTANCE);
    }

    private AsciiString date() {
        long now = Math.floorDiv(clock.millis(), 1000L);
        Second latest = second;
        if (latest.epoch() == now) {
            return latest.date();
        }
        var next = new Second(now, new AsciiString(IMF_FIXDATE.format(Instant.ofEpochSecond(now))));
        second = next;
        return next.date();
    }

    /** A second of the calendar and its {@code Date}. */
    private record Second(long epoch, AsciiString date) {}
}
