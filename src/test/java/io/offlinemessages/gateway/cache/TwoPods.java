package io.offlinemessages.gateway.cache;

import io.offlinemessages.gateway.shared.RedisProcess;
import io.offlinemessages.gateway.upstream.CacheTerms;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Two replicas before one server. */
abstract class TwoPods {

    static final CacheTerms STALE_AT_ONCE = new CacheTerms(null, 0, 0, 600, CacheTerms.UNLIMITED);

    RedisProcess redis;
    Pod one;
    Pod other;

    @BeforeEach
    void start() {
        redis = new RedisProcess();
        one = new Pod(redis).started();
        other = new Pod(redis).started();
    }

    @AfterEach
    void stop() {
        one.close();
        other.close();
        redis.close();
    }
}
