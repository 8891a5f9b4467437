package io.offlinemessages.gateway.shared;

import io.offlinemessages.gateway.contract.InvalidProperty;
import io.offlinemessages.gateway.contract.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What replicas share through Redis or Valkey: {@code gateway.shared.*}. Names no class of Lettuce, because it is bound in every
 * gateway.
 *
 * @param redisUrl where the server or its Sentinels are; null for a gateway that shares nothing
 * @param username the user of the server's ACL; null for the default one
 * @param password its password; null where none is asked for
 * @param sentinelPassword what the Sentinels ask for; null for nothing
 * @param secret what seals and names are derived from, each at least 32 bytes in base64; the first seals, all open, the last names
 * @param sslBundle the SSL bundle that the connection is made with; null for the JDK's own trust
 * @param namespace what all keys begin with
 * @param replicas how many gateways run at once at most
 * @param timeout the longest time that one request waits for the server's replies, all together
 * @param maxBody the largest body that is shared
 */
public record SharedProperties(
        @Nullable String redisUrl,
        @Nullable String username,
        @Nullable Secret password,
        @Nullable Secret sentinelPassword,
        @DefaultValue List<Secret> secret,
        @Nullable String sslBundle,
        @DefaultValue("omg") String namespace,
        @Nullable Integer replicas,
        @DefaultValue("100ms") Duration timeout,
        @DefaultValue("256KB") DataSize maxBody) {

    static final String PREFIX = "gateway.shared.";

    private static final Set<String> SCHEMES = Set.of("redis", "rediss", "redis-sentinel", "rediss-sentinel");
    private static final String ADDRESS = "an address such as redis://redis:6379, rediss://redis:6379 or"
            + " redis-sentinel://sentinel:26379/0#master";
    private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9_-]{1,32}");
    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final DataSize SMALLEST_BODY = DataSize.ofKilobytes(1);
    private static final DataSize LARGEST_BODY = DataSize.ofMegabytes(16);
    private static final int MOST_REPLICAS = 1_000;
    private static final int SECRET_BYTES = 32;
    private static final int MOST_SECRETS = 8;

    /** Refuses values that are impossible by themselves, and a server without what it takes. */
    public SharedProperties {
        redisUrl = redisUrl == null || redisUrl.isBlank() ? null : redisUrl;
        sslBundle = sslBundle == null || sslBundle.isBlank() ? null : sslBundle;
        var login = new Login(username, password, sentinelPassword);
        username = login.username();
        password = login.password();
        sentinelPassword = login.sentinelPassword();
        secret = List.copyOf(secret);
        if (!NAMESPACE.matcher(namespace).matches()) {
            throw new InvalidProperty(PREFIX + "namespace", namespace, "1 to 32 of A-Za-z0-9_-");
        }
        if (replicas != null && (replicas < 1 || replicas > MOST_REPLICAS)) {
            throw new InvalidProperty(PREFIX + "replicas", replicas, "1 to " + MOST_REPLICAS);
        }
        if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0) {
            throw new InvalidProperty(PREFIX + "timeout", timeout, "a duration from 10ms to 5s");
        }
        if (maxBody.compareTo(SMALLEST_BODY) < 0 || maxBody.compareTo(LARGEST_BODY) > 0) {
            throw new InvalidProperty(
                    PREFIX + "max-body", InvalidProperty.size(maxBody.toBytes()), "a size from 1KB to 16MB");
        }
        requireSecrets(secret);
        if (redisUrl != null) {
            requireComplete(redisUrl, sentinelPassword, secret, sslBundle, replicas);
        }
    }

    /** Whether there is anything to share through. */
    public boolean isOn() {
        return redisUrl != null;
    }

    /** Refuses a budget of which some replica would have no part while the server is away; 0 is no budget. */
    public void requireOneEach(int requestsPerMinute) {
        if (isOn() && requestsPerMinute > 0 && requestsPerMinute < mostReplicas()) {
            throw new InvalidProperty(
                    "gateway.upstream.requests-per-minute",
                    requestsPerMinute,
                    "0 (no limit), or at least gateway.shared.replicas, which is " + mostReplicas());
        }
    }

    /** Where the server or its Sentinels are. */
    String address() {
        return Objects.requireNonNull(redisUrl);
    }

    /** How many gateways run at once at most. */
    int mostReplicas() {
        return Objects.requireNonNull(replicas);
    }

    /** Who the gateway is to the server, at the start. */
    Login login() {
        return new Login(username, password, sentinelPassword);
    }

    /** The login that stands in files now, by the same rules. */
    Login login(Map<String, String> texts) {
        var login = new Login(
                texts.get(Login.USERNAME),
                Secret.ofNullable(texts.get(Login.PASSWORD)),
                Secret.ofNullable(texts.get(Login.SENTINEL_PASSWORD)));
        requireSentinel(requireAddress(address()), login.sentinelPassword());
        return login;
    }

    /** The secrets themselves, in the order in which they are configured. */
    List<byte[]> secrets() {
        return secret.stream()
                .map(each -> Base64.getDecoder().decode(each.value().strip()))
                .toList();
    }

    private static void requireComplete(
            String redisUrl,
            @Nullable Secret sentinelPassword,
            List<Secret> secret,
            @Nullable String sslBundle,
            @Nullable Integer replicas) {
        String scheme = requireAddress(redisUrl);
        if (secret.isEmpty()) {
            throw new InvalidProperty(
                    PREFIX + "secret",
                    null,
                    "at least one secret of 32 bytes in base64 while gateway.shared.redis-url is set");
        }
        InvalidProperty.require(
                PREFIX + "replicas",
                replicas,
                "how many gateways run at once at most while gateway.shared.redis-url is set");
        requireSentinel(scheme, sentinelPassword);
        if (sslBundle != null && !scheme.startsWith("rediss")) {
            throw new InvalidProperty(
                    PREFIX + "ssl-bundle",
                    sslBundle,
                    "left out while gateway.shared.redis-url begins with " + scheme + "://");
        }
    }

    private static void requireSentinel(String scheme, @Nullable Secret sentinelPassword) {
        if (sentinelPassword != null && !scheme.endsWith("sentinel")) {
            throw new InvalidProperty(
                    Login.SENTINEL_PASSWORD,
                    "(not shown)",
                    "left out while gateway.shared.redis-url begins with " + scheme + "://");
        }
    }

    /** Returns the scheme. The sentence shows nothing of an address that may have a password in it. */
    private static String requireAddress(String redisUrl) {
        String name = PREFIX + "redis-url";
        if (redisUrl.indexOf('@') >= 0) {
            throw new InvalidProperty(
                    name,
                    "(not shown)",
                    "without a user and a password, which gateway.shared.username and .password say");
        }
        URI uri;
        try {
            uri = URI.create(redisUrl.strip());
        } catch (IllegalArgumentException e) {
            throw new InvalidProperty(name, redisUrl, ADDRESS);
        }
        String scheme = uri.getScheme();
        boolean complete = scheme != null && SCHEMES.contains(scheme) && uri.getRawAuthority() != null;
        if (!complete || (scheme.endsWith("sentinel") && uri.getFragment() == null)) {
            throw new InvalidProperty(name, redisUrl, ADDRESS);
        }
        return scheme;
    }

    private static void requireSecrets(List<Secret> secrets) {
        boolean right = secrets.size() <= MOST_SECRETS && secrets.stream().allMatch(SharedProperties::isLongEnough);
        if (!right) {
            throw new InvalidProperty(
                    PREFIX + "secret",
                    "(not shown)",
                    "up to " + MOST_SECRETS + " secrets in base64, each of at least " + SECRET_BYTES
                            + " bytes, as openssl rand -base64 32 makes them");
        }
    }

    private static boolean isLongEnough(Secret secret) {
        try {
            return Base64.getDecoder().decode(secret.value().strip()).length >= SECRET_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
