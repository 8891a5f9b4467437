package io.offlinemessages.gateway.upstream;

import io.offlinemessages.gateway.contract.CredentialMode;
import io.offlinemessages.gateway.contract.InvalidProperty;
import io.offlinemessages.gateway.contract.Secret;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The address, account and limits of the upstream: {@code gateway.upstream.*}.
 *
 * @param baseUrl http or https address that the API's paths are appended to, such as https://api.revechat.com; required.
 * @param credentials Whose credential the upstream sees.
 * @param username The gateway's own user at the upstream; required while credentials is service.
 * @param password Password of that user; required while credentials is service.
 * @param connectTimeout Longest wait for a connection, 1ms to the deadline; unless set 1s, or the deadline where that is
 *     shorter. Beyond it 504, after retries.
 * @param responseTimeout Longest silence while waiting for, or reading, an answer, 1ms to the deadline. Beyond it 504.
 * @param deadline Longest time for one load, all its attempts and the waits between them, 1ms to 1h. Beyond it 504.
 * @param maxBody Largest body, after decoding, that is accepted, 1B to 64MB; unless set 2MB, or less in a small heap. A larger
 *     one is a 502.
 * @param requestsPerMinute Calls that any 60 seconds may hold, retries and refreshes included, 0 (no limit) to 1000000. Beyond
 *     it a stale copy, else 503.
 */
public record UpstreamProperties(
        @Nullable BaseUrl baseUrl,
        @DefaultValue("service") CredentialMode credentials,
        @Nullable String username,
        @Nullable Secret password,
        @Nullable Duration connectTimeout,
        @DefaultValue("3s") Duration responseTimeout,
        @DefaultValue("5s") Duration deadline,
        @Nullable DataSize maxBody,
        @DefaultValue("0") int requestsPerMinute) {

    static final String PREFIX = "gateway.upstream.";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final DataSize LARGEST_BODY = DataSize.ofMegabytes(64);
    private static final DataSize USUAL_BODY = DataSize.ofMegabytes(2);
    private static final int USUAL_CALLS = 64;
    private static final int MOST_REQUESTS = 1_000_000;

    /** Refuses values out of range, and values that contradict each other. */
    public UpstreamProperties {
        baseUrl = baseUrl == null ? BaseUrl.of("") : baseUrl;
        if (credentials == CredentialMode.SERVICE) {
            OwnAccount.of(username, password);
        }
        requireBounded("deadline", deadline);
        connectTimeout = connectTimeout == null ? shorter(CONNECT_TIMEOUT, deadline) : connectTimeout;
        requireBounded("connect-timeout", connectTimeout);
        requireBounded("response-timeout", responseTimeout);
        requireWithin("connect-timeout", connectTimeout, deadline);
        requireWithin("response-timeout", responseTimeout, deadline);
        maxBody = maxBody == null ? usualBody() : maxBody;
        if (maxBody.toBytes() < 1 || maxBody.compareTo(LARGEST_BODY) > 0) {
            throw new InvalidProperty(PREFIX + "max-body", maxBody, "a size from 1B to 64MB");
        }
        if (requestsPerMinute < 0 || requestsPerMinute > MOST_REQUESTS) {
            throw new InvalidProperty(
                    PREFIX + "requests-per-minute", requestsPerMinute, "0 (no limit) to " + MOST_REQUESTS);
        }
    }

    /** The longest wait for a connection. */
    Duration connectWithin() {
        return Objects.requireNonNull(connectTimeout);
    }

    /** The largest body, in bytes. */
    int largestBody() {
        return Math.toIntExact(Objects.requireNonNull(maxBody).toBytes());
    }

    /** Refuses a largest body with which this many simultaneous calls would take more than two thirds of the heap. */
    void requireRoomFor(int calls) {
        long room = roomForBodies();
        long each = room / Math.max(1, calls);
        if (largestBody() > each) {
            throw new InvalidProperty(
                    PREFIX + "max-body",
                    InvalidProperty.size(largestBody()),
                    "at most " + each / 1024 + "KB"
                            + " while resilience4j.bulkhead.instances.upstream.max-concurrent-calls is " + calls
                            + ", because all at once may take two thirds of what the heap may grow to, which are "
                            + DataSize.ofBytes(room).toMegabytes() + "MB");
        }
    }

    private static long roomForBodies() {
        return Runtime.getRuntime().maxMemory() / 3 * 2;
    }

    private static DataSize usualBody() {
        return DataSize.ofBytes(Math.min(USUAL_BODY.toBytes(), roomForBodies() / USUAL_CALLS / 1024 * 1024));
    }

    /** The upstream's address. */
    BaseUrl address() {
        return Objects.requireNonNull(baseUrl);
    }

    /** Whether callers' messages and credentials would cross a network unencrypted. */
    public boolean isPlainBeyondLoopback() {
        return address().isPlainBeyondLoopback();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static void requireBounded(String name, Duration value) {
        if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
            throw new InvalidProperty(PREFIX + name, value, "a duration from 1ms to 1h");
        }
    }

    private static void requireWithin(String name, Duration value, Duration deadline) {
        if (value.compareTo(deadline) > 0) {
            throw new InvalidProperty(
                    PREFIX + name,
                    value,
                    "at most gateway.upstream.deadline, which is " + InvalidProperty.shown(deadline));
        }
    }
}
