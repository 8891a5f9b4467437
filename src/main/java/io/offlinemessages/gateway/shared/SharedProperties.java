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
 * The properties of the link through which replicas share: {@code gateway.shared.*}. They are bound in every gateway, so this class uses
 * no class of Lettuce.
 *
 * @param redisUrl Address of the Redis or Valkey server, or of its Sentinels, such as redis://redis:6379, rediss://redis:6379 or
 *     redis-sentinel://sentinel:26379/0#master; unset for a gateway that shares nothing.
 * @param username User of the server's ACL; unset for its default user.
 * @param password Password of that user; unset where the server asks for none.
 * @param sentinelPassword Password that the Sentinels ask for; unset where they ask for none.
 * @param secret Secrets of at least 32 bytes in base64, at most 8; required with redis-url. The first seals, all open, the last
 *     names.
 * @param sslBundle SSL bundle of the connection, for rediss only; unset for the JDK's own trust.
 * @param namespace Beginning of all keys, up to 32 of A-Za-z0-9_-. Gateways of one namespace act as one.
 * @param replicas Gateways that run at once at most, those that are starting and ending included, 1 to 1000; required with
 *     redis-url.
 * @param timeout Longest time that one request waits for the server's replies in all, 10ms to 5s.
 * @param maxBody Largest body that is shared, 1KB to 16MB.
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

    /** Refuses values out of range, and a server without the properties that it needs. */
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

    /** The most gateways that run at once. */
    int mostReplicas() {
        return Objects.requireNonNull(replicas);
    }

    /** The login at the server at the start. */
    Login login() {
        return new Login(username, password, sentinelPassword);
    }

    /** The login of these texts from files, by the same rules. */
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
