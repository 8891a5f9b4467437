package io.offlinemessages.gateway.upstream;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.offlinemessages.gateway.contract.CacheDirectives;
import io.offlinemessages.gateway.contract.DeltaSeconds;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The terms on which the upstream lets a private cache store and reuse an answer (RFC 9111, RFC 5861). Times are whole seconds;
 * {@link #UNLIMITED} where the upstream sets none.
 *
 * @param prohibition the reason why it must not be reused without contacting the upstream; null for none
 * @param freshFor the freshness left on arrival
 * @param age the age on arrival
 * @param staleWhileRevalidate how long after freshness it may be served while a refresh runs
 * @param staleIfError how long after freshness it may be served in place of an error
 */
public record CacheTerms(
        @Nullable Prohibition prohibition, long freshFor, long age, long staleWhileRevalidate, long staleIfError) {

    /** Longer than any answer is kept. */
    public static final long UNLIMITED = DeltaSeconds.MOST;

    /** The terms of an upstream that sets none. */
    public static final CacheTerms UNSAID = new CacheTerms(null, UNLIMITED, 0, UNLIMITED, UNLIMITED);

    /** Whether the answer may be stored. */
    public boolean allowStoring() {
        return prohibition == null || !prohibition.ofStoring();
    }

    /**
     * Reads the terms from the header fields of a response; never throws.
     *
     * @param arrival when the response arrived
     */
    static CacheTerms read(HttpHeaders headers, Instant arrival) {
        var directives = CacheDirectives.parse(headers.getAll(HttpHeaderNames.CACHE_CONTROL));
        long age = age(headers);
        Limit limit = limit(headers, directives, arrival);
        long freshFor = limit.lifetime() == UNLIMITED ? UNLIMITED : Math.max(0, limit.lifetime() - age);
        Prohibition ofStoring = ofStoring(headers, directives);
        boolean staleForbidden =
                directives.has("must-revalidate") || directives.has("proxy-revalidate") || directives.has("s-maxage");
        return new CacheTerms(
                ofStoring == null && freshFor == 0 ? limit.by() : ofStoring,
                freshFor,
                age,
                staleForbidden
                        ? 0
                        : directives.seconds("stale-while-revalidate").orElse(UNLIMITED),
                staleForbidden ? 0 : directives.seconds("stale-if-error").orElse(UNLIMITED));
    }

    private static @Nullable Prohibition ofStoring(HttpHeaders headers, CacheDirectives directives) {
        if (directives.has("no-store")) {
            return Prohibition.NO_STORE;
        }
        if (directives.has("no-cache")) {
            return Prohibition.NO_CACHE;
        }
        // Any other field that Vary can name is equal in all calls for one account.
        if (members(headers, HttpHeaderNames.VARY).anyMatch("*"::equals)) {
            return Prohibition.VARY;
        }
        boolean pragma = !headers.contains(HttpHeaderNames.CACHE_CONTROL)
                && CacheDirectives.parse(headers.getAll(HttpHeaderNames.PRAGMA)).has("no-cache");
        return pragma ? Prohibition.PRAGMA : null;
    }

    /**
     * The shortest lifetime: {@code max-age}, which overrides {@code Expires} (RFC 9111 section 5.3), or {@code s-maxage}, which can
     * only shorten it.
     */
    private static Limit limit(HttpHeaders headers, CacheDirectives directives, Instant arrival) {
        OptionalLong maxAge = directives.seconds("max-age");
        Limit own = maxAge.isPresent()
                ? new Limit(maxAge.getAsLong(), Prohibition.MAX_AGE)
                : new Limit(expires(headers, arrival), Prohibition.EXPIRES);
        long shared = directives.seconds("s-maxage").orElse(UNLIMITED);
        return shared < own.lifetime() ? new Limit(shared, Prohibition.S_MAXAGE) : own;
    }

    /** The seconds from {@code Date} to {@code Expires}; an invalid or contradictory {@code Expires} counts as past. */
    private static long expires(HttpHeaders headers, Instant arrival) {
        if (!headers.contains(HttpHeaderNames.EXPIRES)) {
            return UNLIMITED;
        }
        List<String> fields = headers.getAll(HttpHeaderNames.EXPIRES).stream()
                .map(String::strip)
                .distinct()
                .toList();
        Instant end = fields.size() == 1 ? HttpDate.parse(fields.get(0)) : null;
        if (end == null) {
            return 0;
        }
        String date = headers.get(HttpHeaderNames.DATE, "");
        Instant sent = HttpDate.parse(date.strip());
        long seconds = Duration.between(sent == null ? arrival : sent, end).toSeconds();
        return Math.max(0, Math.min(UNLIMITED, seconds));
    }

    /** The first member of {@code Age}; 0 where it is not a number (RFC 9111 section 5.1). */
    private static long age(HttpHeaders headers) {
        return members(headers, HttpHeaderNames.AGE)
                .findFirst()
                .map(first -> DeltaSeconds.parse(first).orElse(0))
                .orElse(0L);
    }

    private static Stream<String> members(HttpHeaders headers, CharSequence name) {
        List<String> fields = headers.getAll(name);
        return fields.isEmpty()
                ? Stream.empty()
                : fields.stream()
                        .flatMap(field -> Stream.of(field.split(",", -1)))
                        .map(String::strip);
    }

    /** A freshness lifetime, and the field that sets it. */
    private record Limit(long lifetime, Prohibition by) {}
}
