package io.offlinemessages.gateway.wire;

import io.offlinemessages.gateway.limits.LimitsProperties;
import io.offlinemessages.gateway.limits.TrustedProxies;

/** What the pipelines of both ports have in common. */
record Pipelines(LimitsProperties limits, HeadLimits heads, KeepAlive keepAlive, TrustedProxies proxies) {

    Pipeline of(Port port) {
        return new Pipeline(port, limits, heads, keepAlive, proxies);
    }
}
