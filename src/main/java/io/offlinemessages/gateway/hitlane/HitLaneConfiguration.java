package io.offlinemessages.gateway.hitlane;

import io.micrometer.core.instrument.MeterRegistry;
import io.offlinemessages.gateway.admission.Admission;
import io.offlinemessages.gateway.cache.AnswerCache;
import io.offlinemessages.gateway.limits.RequestRates;
import io.offlinemessages.gateway.telemetry.AccessLog;
import io.offlinemessages.gateway.telemetry.RequestSpans;
import io.offlinemessages.gateway.telemetry.RequestTimers;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class HitLaneConfiguration {

    @Bean
    FreshHits freshHits(
            Admission admission,
            RequestRates rates,
            AnswerCache cache,
            MeterRegistry meters,
            RequestTimers timers,
            AccessLog accessLog,
            @Nullable RequestSpans spans,
            Clock clock) {
        var telemetry = new HitTelemetry(meters, timers, accessLog, spans, clock);
        return new FreshHits(admission, rates, cache, new HitResponses(clock, rates.policy()), telemetry);
    }
}
