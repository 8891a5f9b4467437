package io.offlinemessages.gateway.wire;

import io.offlinemessages.gateway.contract.InvalidProperty;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the gateway stops: {@code gateway.drain.*}.
 *
 * @param delay how long it goes on serving, unready, after the signal to stop; 0 to 10 minutes
 */
public record DrainProperties(@DefaultValue("5s") Duration delay) {

    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** Refuses values that are impossible by themselves. */
    public DrainProperties {
        if (delay.isNegative() || delay.compareTo(LONGEST) > 0) {
            throw new InvalidProperty("gateway.drain.delay", delay, "a duration from 0s to 10m");
        }
    }

    /** Refuses a delay that the application's shutdown would cut short. */
    void requireWithin(Duration phase) {
        if (delay.compareTo(phase) > 0) {
            throw new InvalidProperty(
                    "gateway.drain.delay",
                    delay,
                    "at most spring.lifecycle.timeout-per-shutdown-phase, which is " + InvalidProperty.shown(phase));
        }
    }
}
