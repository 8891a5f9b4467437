package io.offlinemessages.gateway.cache;

import io.offlinemessages.gateway.contract.MessageId;
import io.offlinemessages.gateway.contract.Sha256;
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
 * {@code /actuator/detailcache}: looks into the cache of details and evicts from it. Its operations return no publishers, so that
 * they run on threads that may take their time.
 */
@WebEndpoint(id = "detailcache", defaultAccess = Access.NONE)
final class DetailCacheEndpoint {

    private static final Logger LOG = LoggerFactory.getLogger(DetailCacheEndpoint.class);

    private final CacheOperations cache;
    private final Clock clock;

    DetailCacheEndpoint(CacheOperations cache, Clock clock) {
        this.cache = cache;
        this.clock = clock;
    }

    @ReadOperation
    CacheStatistics statistics() {
        return cache.statistics();
    }

    @ReadOperation
    WebEndpointResponse<?> entries(@Selector String id) {
        return ofId(id, valid -> {
            List<CacheEntry> entries = cache.entries(valid);
            return entries.isEmpty()
                    ? notThere(valid)
                    : new WebEndpointResponse<>(new Found(
                            valid.value(), entries.stream().map(this::shown).toList()));
        });
    }

    @DeleteOperation
    WebEndpointResponse<?> evict(@Selector String id) {
        return ofId(id, valid -> {
            int evicted = cache.evict(valid);
            LOG.info("Evicted id {} from the detail cache, on demand, for {} accounts.", valid, evicted);
            return evicted == 0 ? notThere(valid) : new WebEndpointResponse<>(new Evicted(evicted));
        });
    }

    @DeleteOperation
    Evicted evictAll() {
        long evicted = cache.evictAll();
        LOG.info("Evicted all of the detail cache, on demand: {} entries.", evicted);
        return new Evicted(evicted);
    }

    private static WebEndpointResponse<?> ofId(String text, Function<MessageId, WebEndpointResponse<?>> operation) {
        Optional<MessageId> id = MessageId.parse(text);
        return id.isPresent()
                ? operation.apply(id.get())
                : refused(400, "The id must be a whole number from 1 to " + Long.MAX_VALUE + ".");
    }

    private static WebEndpointResponse<?> notThere(MessageId id) {
        return refused(404, "Nothing is cached for id " + id + ".");
    }

    private static WebEndpointResponse<?> refused(int status, String message) {
        return new WebEndpointResponse<>(new Refused(message), status);
    }

    private Shown shown(CacheEntry entry) {
        return new Shown(
                Sha256.ofName(entry.account().name()),
                entry.isFound() ? "message" : "not_found",
                entry.state(),
                entry.age(),
                entry.freshFor(),
                clock.instant().plus(entry.left()).truncatedTo(ChronoUnit.SECONDS),
                entry.size(),
                entry.etag(),
                entry.loading(),
                entry.failedRefreshes());
    }

    record Refused(String message) {}

    record Evicted(long evicted) {}

    record Found(long id, List<Shown> entries) {}

    record Shown(
            String account,
            String answer,
            String state,
            long age,
            long freshFor,
            Instant keptUntil,
            int size,
            @Nullable String etag,
            boolean loading,
            int failedRefreshes) {}
}
