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
 * The properties below {@code gateway.*}. They are bound as one, so a misspelt name is refused in each section. The two sections that
 * need the operator have no default; the packaged {@code application.yaml} has one value in each, so they are always bound and name
 * the missing properties. IDEs and the chart's schema show the texts of all parameters.
 *
 * @param upstream the address, account and limits of the upstream
 * @param access the users and their permissions
 * @param cache the lifetimes and the size of the cache
 * @param hitLane the switches of the hit lane
 * @param accessLog the access log
 * @param drain the drain before a stop
 * @param limits the limits of callers
 * @param shared the link through which replicas act as one
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

    /** Refuses a budget of calls that is smaller than the number of replicas. */
    GatewayProperties {
        shared.requireOneEach(upstream.requestsPerMinute());
    }
}
