package io.offlinemessages.gateway.hitlane;

import io.micrometer.core.instrument.MeterRegistry;
import io.offlinemessages.gateway.admission.Admission;
import io.offlinemessages.gateway.cache.DetailCache;
import io.offlinemessages.gateway.limits.RequestRates;
import io.offlinemessages.gateway.telemetry.AccessLog;
import io.offlinemessages.gateway.telemetry.RequestSpans;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties.ForwardHeadersStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class HitLaneConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(HitLaneConfiguration.class);

    @Bean
    FreshHits freshHits(
            Admission admission,
            RequestRates rates,
            DetailCache cache,
            MeterRegistry meters,
            AccessLog accessLog,
            @Nullable RequestSpans spans,
            Clock clock) {
        var telemetry = new HitTelemetry(meters, new HitTimers(meters), accessLog, spans, clock);
        return new FreshHits(admission, rates, cache, new HitResponses(clock, rates.policy()), telemetry);
    }

    /** Empty where all requests go through WebFlux. */
    @Bean
    HitLanes hitLanes(HitLaneProperties properties, ServerProperties server, FreshHits hits) {
        boolean open = properties.enabled() && isUnderstood(server);
        return open ? new HitLanes(hits) : HitLanes.NONE;
    }

    /** Settings under which the server changes requests or responses behind the lane's back. */
    private static boolean isUnderstood(ServerProperties server) {
        boolean compressing = server.getCompression().getEnabled();
        var forwarding = server.getForwardHeadersStrategy();
        boolean rewriting = forwarding != null && forwarding != ForwardHeadersStrategy.NONE;
        if (compressing || rewriting) {
            LOG.info(
                    "All requests go through WebFlux, because of {}.",
                    compressing ? "server.compression.enabled" : "server.forward-headers-strategy");
        }
        return !compressing && !rewriting;
    }
}
