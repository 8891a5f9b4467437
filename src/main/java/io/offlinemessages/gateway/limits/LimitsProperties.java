package io.offlinemessages.gateway.limits;

import io.offlinemessages.gateway.contract.InvalidProperty;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The limits on callers: {@code gateway.limits.*}. Rates are 0 to 1,000,000, where 0 means no limit; counts are 1 to
 * 1,000,000; durations are 100ms to 1h.
 *
 * @param requestsPerMinute Admitted requests that each caller may make a minute, 0 (no limit) to 1000000. Beyond it 429.
 * @param failedLoginsPerUser Wrong passwords a minute that are hashed for one user name, 0 (no limit) to 1000000. Beyond it 429.
 * @param failedLoginsPerAddress Wrong passwords a minute that are hashed from one address (IPv6: /64), 0 (no limit) to 1000000.
 *     Beyond it 429.
 * @param requestsInFlight Requests that may be under way at once, 1 to 1000000. Beyond it 503.
 * @param connections Connections to the API that may be open at once, 1 to 1000000. Beyond it the first request on one is
 *     answered with 503.
 * @param connectionsPerAddress Connections that one address (IPv6: /64) may have open, trusted proxies excepted, 1 to 1000000;
 *     unless set a quarter of all.
 * @param requestTimeout How long a request may take from its first byte to its last, 100ms to 1h. Beyond it 408.
 * @param writeTimeout How long a caller may take to receive what was sent to it, 100ms to 1h. Beyond it the connection is
 *     closed.
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

    /**
     * Checks the ranges.
     *
     * @throws InvalidProperty if a value is outside its range
     */
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

    /** The number of connections that may come from one client address. */
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
