package io.offlinemessages.gateway.cache;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.offlinemessages.gateway.contract.MessageId;
import io.offlinemessages.gateway.contract.PageNumber;
import io.offlinemessages.gateway.contract.Sha256;
import io.offlinemessages.gateway.shared.Notice;
import io.offlinemessages.gateway.shared.Shared;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/**
 * The actuator endpoint {@code messagecache}: shows and evicts the whole cache, a detail ({@code details/{id}}) or a page
 * ({@code lists/{page}}). Its operations return values and no publishers, so Spring runs them on threads that may block.
 */
@WebEndpoint(id = "messagecache", defaultAccess = Access.NONE)
final class MessageCacheEndpoint {

    private static final Logger LOG = LoggerFactory.getLogger(MessageCacheEndpoint.class);

    private static final String DETAILS = "details";
    private static final String LISTS = "lists";

    private final CacheOperations cache;
    private final Clock clock;
    private final @Nullable Shared shared;

    /**
     * @param shared the replicas' link; null where they share nothing
     */
    MessageCacheEndpoint(CacheOperations cache, Clock clock, @Nullable Shared shared) {
        this.cache = cache;
        this.clock = clock;
        this.shared = shared;
    }

    @ReadOperation
    CacheStatistics statistics() {
        return cache.statistics()
                .beside(
                        shared == null
                                ? null
                                : new CacheStatistics.Replicas(shared.link().state(), shared.members()));
    }

    @ReadOperation
    WebEndpointResponse<?> entries(@Selector String kind, @Selector String number) {
        return switch (kind) {
            case DETAILS ->
                of("id", MessageId.parse(number), id -> {
                    List<Shown> shown = shown("message", cache.entries(id));
                    return shown.isEmpty() ? null : new Detail(id.value(), shown);
                });
            case LISTS ->
                of("page", PageNumber.parse(number), page -> {
                    List<Shown> shown = shown("page", cache.entries(page));
                    return shown.isEmpty() ? null : new Page(page.value(), shown);
                });
            default -> noSuchKind();
        };
    }

    @DeleteOperation
    WebEndpointResponse<?> evict(@Selector String kind, @Selector String number) {
        return switch (kind) {
            case DETAILS ->
                of("id", MessageId.parse(number), id -> {
                    CacheOperations.Reach reach = cache.evictElsewhere(new Notice.OfId(id));
                    int evicted = cache.evict(id);
                    LOG.info("Evicted detail {} on demand, for {} accounts, with all pages of theirs.", id, evicted);
                    return evicted(evicted, reach);
                });
            case LISTS ->
                of("page", PageNumber.parse(number), page -> {
                    CacheOperations.Reach reach = cache.evictElsewhere(new Notice.OfPage(page));
                    int evicted = cache.evict(page);
                    LOG.info("Evicted page {} of the list on demand, for {} accounts.", page, evicted);
                    return evicted(evicted, reach);
                });
            default -> noSuchKind();
        };
    }

    @DeleteOperation
    Evicted evictAll() {
        CacheOperations.Reach reach = cache.evictElsewhere(new Notice.OfAll());
        long evicted = cache.evictAll();
        LOG.info("Evicted all of the cache on demand: {} entries.", evicted);
        return new Evicted(evicted, done(reach));
    }

    /** Null where nothing was evicted here and no other replica can have had anything. */
    private static @Nullable Object evicted(int evicted, CacheOperations.Reach reach) {
        return evicted == 0 && reach == CacheOperations.Reach.ALONE ? null : new Evicted(evicted, done(reach));
    }

    private static @Nullable String done(CacheOperations.Reach reach) {
        return switch (reach) {
            case ALONE -> null;
            case EVERYWHERE -> "everywhere";
            case HERE_ONLY -> "here only";
        };
    }

    /** The operation's result as a response: 400 for a malformed number, 404 where the result is null. */
    private static <T> WebEndpointResponse<?> of(
            String name, Optional<T> number, Function<T, @Nullable Object> operation) {
        if (number.isEmpty()) {
            return refused(400, "The " + name + " must be a whole number from 1 to " + Long.MAX_VALUE + ".");
        }
        Object result = operation.apply(number.get());
        return result == null
                ? refused(404, "Nothing is cached for " + name + " " + number.get() + ".")
                : new WebEndpointResponse<>(result);
    }

    private static WebEndpointResponse<?> noSuchKind() {
        return refused(404, "There are details/{id} and lists/{page}.");
    }

    private static WebEndpointResponse<?> refused(int status, String message) {
        return new WebEndpointResponse<>(new Refused(message), status);
    }

    private List<Shown> shown(String kind, List<CacheEntry> entries) {
        return entries.stream().map(entry -> shown(kind, entry)).toList();
    }

    private Shown shown(String kind, CacheEntry entry) {
        return new Shown(
                Sha256.ofName(entry.account().name()),
                entry.isFound() ? kind : "not_found",
                entry.state(),
                entry.outdated(),
                entry.age(),
                entry.freshFor(),
                clock.instant().plus(entry.left()).truncatedTo(ChronoUnit.SECONDS),
                entry.size(),
                entry.etag(),
                entry.loading(),
                entry.failedRefreshes());
    }

    record Refused(String message) {}

    /**
     * The response to a deletion.
     *
     * @param evicted how many were evicted here
     * @param done how far the eviction reached; left out where replicas share nothing
     */
    record Evicted(
            long evicted,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String done) {}

    record Detail(long id, List<Shown> entries) {}

    record Page(long page, List<Shown> entries) {}

    record Shown(
            String account,
            String answer,
            String state,
            boolean outdated,
            long age,
            long freshFor,
            Instant keptUntil,
            int size,
            @Nullable String etag,
            boolean loading,
            int failedRefreshes) {}
}
