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
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Everything below {@code gateway.*}, bound as one, so that a misspelt name is refused wherever it stands. The two sections that
 * are not complete without the operator have no default; the packaged {@code application.yaml} has one value in each, so that they
 * are always bound, and say what they lack. IDEs and the chart's schema show the parameters' texts, of all sections.
 *
 * @param upstream where the upstream is and how it may be used
 * @param access who may call
 * @param cache how long answers are kept, and how many
 * @param hitLane where fresh hits are answered
 * @param accessLog the access log
 * @param drain how the gateway stops
 * @param limits how much callers may ask for
 * @param shared what replicas share
 * @param trustedProxies Addresses and networks of the proxies whose X-Forwarded-For names the caller, such as 10.0.0.0/8. All
 *     other callers' Forwarded and X-Forwarded-… fields are dropped.
 * @param requestIdHeader Header field that carries the id of a request in requests and answers; empty for none.
 */
@ConfigurationProperties(prefix = "gateway", ignoreUnknownFields = false)
record GatewayProperties(
        @NestedConfigurationProperty UpstreamProperties upstream,
        @NestedConfigurationProperty AccessProperties access,
        @NestedConfigurationProperty @DefaultValue CacheProperties cache,
        @NestedConfigurationProperty @DefaultValue HitLaneProperties hitLane,
        @NestedConfigurationProperty @DefaultValue AccessLogProperties accessLog,
        @NestedConfigurationProperty @DefaultValue DrainProperties drain,
        @NestedConfigurationProperty @DefaultValue LimitsProperties limits,
        @NestedConfigurationProperty @DefaultValue SharedProperties shared,
        @DefaultValue List<String> trustedProxies,
        @DefaultValue(RequestId.FIELD) String requestIdHeader) {

    /** Refuses what two sections together do not allow. */
    GatewayProperties {
        shared.requireOneEach(upstream.requestsPerMinute());
    }
}
