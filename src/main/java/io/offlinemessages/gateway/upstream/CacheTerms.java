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
 * On which terms the upstream lets an answer be stored and reused by a private cache (RFC 9111, RFC 5861). All times are whole
 * seconds; {@link #UNLIMITED} where nothing is said.
 *
 * @param prohibition what forbids to reuse it without asking again; null where nothing does
 * @param freshFor how long it is still fresh when it arrives
 * @param age how old it is when it arrives
 * @param staleWhileRevalidate how long after that it may be served while a refresh runs
 * @param staleIfError how long after that it may be served in the place of an error
 */
public record CacheTerms(
        @Nullable Prohibition prohibition, long freshFor, long age, long staleWhileRevalidate, long staleIfError) {

    /** Longer than anything is kept. */
    public static final long UNLIMITED = DeltaSeconds.MOST;

    /** Those of an upstream that says nothing. */
    public static final CacheTerms UNSAID = new CacheTerms(null, UNLIMITED, 0, UNLIMITED, UNLIMITED);

    /** Whether it may be stored at all. */
    public boolean allowStoring() {
        return prohibition == null || !prohibition.ofStoring();
    }

    /** Reads the header fields of an answer that has arrived at that moment; never fails. */
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
        // All other fields that may be named are alike in all calls for an account.
        if (members(headers, HttpHeaderNames.VARY).anyMatch("*"::equals)) {
            return Prohibition.VARY;
        }
        boolean pragma = !headers.contains(HttpHeaderNames.CACHE_CONTROL)
                && CacheDirectives.parse(headers.getAll(HttpHeaderNames.PRAGMA)).has("no-cache");
        return pragma ? Prohibition.PRAGMA : null;
    }

    /** {@code max-age} is stronger than {@code Expires} (RFC 9111 section 5.3); {@code s-maxage} makes neither of them longer. */
    private static Limit limit(HttpHeaders headers, CacheDirectives directives, Instant arrival) {
        OptionalLong maxAge = directives.seconds("max-age");
        Limit own = maxAge.isPresent()
                ? new Limit(maxAge.getAsLong(), Prohibition.MAX_AGE)
                : new Limit(expires(headers, arrival), Prohibition.EXPIRES);
        long shared = directives.seconds("s-maxage").orElse(UNLIMITED);
        return shared < own.lifetime() ? new Limit(shared, Prohibition.S_MAXAGE) : own;
    }

    /** From {@code Date} to {@code Expires}. What is no date, and what contradicts itself, lies in the past. */
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

    /** The first member; what is no number is ignored (RFC 9111 section 5.1). */
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

    /** How long an answer is fresh from its making, and by what. */
    private record Limit(long lifetime, Prohibition by) {}
}
