package io.offlinemessages.gateway.limits;

import io.offlinemessages.gateway.contract.InvalidProperty;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much callers may ask for: {@code gateway.limits.*}.
 *
 * @param requestsPerMinute how many admitted requests each caller may make a minute; 0 for no limit
 * @param failedLoginsPerUser how many wrong passwords a minute are hashed for one user name; 0 for no limit
 * @param failedLoginsPerAddress how many wrong passwords a minute are hashed from one address; 0 for no limit
 * @param requestsInFlight how many requests may be under way at once
 * @param connections how many connections to the API may be open at once
 * @param connectionsPerAddress how many of them may come from one address; unless set a quarter
 * @param requestTimeout how long a request may take to arrive, from its first byte to its last
 * @param writeTimeout how long a caller may take to receive what was sent to it
 */
public record LimitsProperties(
        @DefaultValue("0") int requestsPerMinute,
        @DefaultValue("20") int failedLoginsPerUser,
        @DefaultValue("60") int failedLoginsPerAddress,
        @DefaultValue("16384") int requestsInFlight,
        @DefaultValue("16384") int connections,
        @Nullable Integer connectionsPerAddress,
        @DefaultValue("10s") Duration requestTimeout,
        @DefaultValue("30s") Duration writeTimeout) {

    private static final String PREFIX = "gateway.limits.";
    private static final int MOST = 1_000_000;
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofHours(1);

    /** Refuses what would let nobody in, or is no limit at all. */
    public LimitsProperties {
        requireRate("requests-per-minute", requestsPerMinute);
        requireRate("failed-logins-per-user", failedLoginsPerUser);
        requireRate("failed-logins-per-address", failedLoginsPerAddress);
        requireCount("requests-in-flight", requestsInFlight);
        requireCount("connections", connections);
        connectionsPerAddress = connectionsPerAddress == null ? Math.max(1, connections / 4) : connectionsPerAddress;
        requireCount("connections-per-address", connectionsPerAddress);
        requireBounded("request-timeout", requestTimeout);
        requireBounded("write-timeout", writeTimeout);
    }

    /** How many connections may come from one address. */
    public int connectionsOfAddress() {
        return Objects.requireNonNull(connectionsPerAddress);
    }

    private static void requireRate(String name, int value) {
        if (value < 0 || value > MOST) {
            throw new InvalidProperty(PREFIX + name, value, "0 (no limit) to " + MOST);
        }
    }

    private static void requireCount(String name, int value) {
        if (value < 1 || value > MOST) {
            throw new InvalidProperty(PREFIX + name, value, "1 to " + MOST);
        }
    }

    private static void requireBounded(String name, Duration value) {
        if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
            throw new InvalidProperty(PREFIX + name, value, "a duration from 100ms to 1h");
        }
    }
}
