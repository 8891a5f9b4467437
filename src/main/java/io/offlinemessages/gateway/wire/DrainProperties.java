package io.offlinemessages.gateway.wire;

import io.offlinemessages.gateway.contract.InvalidProperty;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties of the shutdown: {@code gateway.drain.*}.
 *
 * @param delay How long the gateway goes on serving, unready, after the signal to stop, 0s to 10m.
 */
public record DrainProperties(@DefaultValue("5s") Duration delay) {

    private static final Duration LONGEST = Duration.ofMinutes(10);

    /**
     * Checks the range.
     *
     * @throws InvalidProperty if the delay is negative or longer than 10 minutes
     */
    public DrainProperties {
        if (delay.isNegative() || delay.compareTo(LONGEST) > 0) {
            throw new InvalidProperty("gateway.drain.delay", delay, "a duration from 0s to 10m");
        }
    }

    /**
     * Requires that the delay fits into Spring's shutdown phase, which would otherwise cut it short.
     *
     * @param phase the value of {@code spring.lifecycle.timeout-per-shutdown-phase}
     * @throws InvalidProperty if the delay is longer
     */
    void requireWithin(Duration phase) {
        if (delay.compareTo(phase) > 0) {
            throw new InvalidProperty(
                    "gateway.drain.delay",
                    delay,
                    "at most spring.lifecycle.timeout-per-shutdown-phase, which is " + InvalidProperty.shown(phase));
        }
    }
}
