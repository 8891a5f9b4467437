package io.offlinemessages.gateway;

import io.offlinemessages.gateway.access.AccessProperties;
import io.offlinemessages.gateway.cache.CacheProperties;
import io.offlinemessages.gateway.contract.RequestId;
import io.offlinemessages.gateway.hitlane.HitLaneProperties;
import io.offlinemessages.gateway.limits.LimitsProperties;
import io.offlinemessages.gateway.shared.SharedProperties;
import io.offlinemessages.gateway.telemetry.AccessLogProperties;
import io.offlinemessages.gateway.upstream.UpstreamProperties;
import io.offlinemessages.gateway.wire.DrainProperties;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Everything below {@code gateway.*}, bound as one, so that a misspelt name is refused wherever it stands. The two sections that
 * are not complete without the operator have no default; the packaged {@code application.yaml} has one value in each, so that they
 * are always bound, and say what they lack.
 *
 * @param upstream where the upstream is and how it may be used
 * @param access who may call
 * @param cache how long details are kept
 * @param hitLane where fresh hits are answered
 * @param accessLog what the access log says
 * @param drain how the gateway stops
 * @param limits how much callers may ask for
 * @param shared what replicas share
 * @param requestIdHeader the field in which requests and responses carry their id; empty for none
 * @param trustedProxies whose word about where a request comes from is believed: addresses and networks
 */
@ConfigurationProperties(prefix = "gateway", ignoreUnknownFields = false)
record GatewayProperties(
        UpstreamProperties upstream,
        AccessProperties access,
        @DefaultValue CacheProperties cache,
        @DefaultValue HitLaneProperties hitLane,
        @DefaultValue AccessLogProperties accessLog,
        @DefaultValue DrainProperties drain,
        @DefaultValue LimitsProperties limits,
        @DefaultValue SharedProperties shared,
        @DefaultValue List<String> trustedProxies,
        @DefaultValue(RequestId.FIELD) String requestIdHeader) {

    /** Refuses what two sections together do not allow. */
    GatewayProperties {
        shared.requireOneEach(upstream.requestsPerMinute());
    }
}
