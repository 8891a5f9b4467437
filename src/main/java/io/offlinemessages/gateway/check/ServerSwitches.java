package io.offlinemessages.gateway.check;

import io.offlinemessages.gateway.contract.InvalidProperty;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/**
 * The properties of Spring Boot's {@code server.*} and {@code management.server.*} that the gateway supports. Each supported property
 * takes full effect and breaks no promise. All others are refused, and so are names that no part of the gateway reads.
 */
final class ServerSwitches {

    private static final DataSize LARGEST = DataSize.ofKilobytes(64);

    private static final List<Rule<?>> RULES = List.of(
            only(
                    "server.http2.enabled",
                    false,
                    "HTTP/2 is for the ingress or service mesh in front, which speaks HTTP/1.1 to the gateway"),
            only(
                    "server.compression.enabled",
                    false,
                    "compressed and plain would share one ETag, and the hit lane compresses nothing; an ingress may do it"),
            only(
                    "server.forward-headers-strategy",
                    "none",
                    "gateway.trusted-proxies says whose X-Forwarded-For is believed"),
            only(
                    "server.shutdown",
                    "graceful",
                    "spring.lifecycle.timeout-per-shutdown-phase bounds how long requests in flight may take"),
            only("server.netty.validate-headers", true, "else heads that RFC 9112 forbids are taken"),
            new Rule<>(
                    "server.netty.max-keep-alive-requests",
                    Integer.class,
                    most -> most == -1 || most > 0,
                    "-1 for no limit, or a number from 1"),
            new Rule<>(
                    "server.netty.idle-timeout",
                    Duration.class,
                    idle -> idle.compareTo(Duration.ofMillis(100)) >= 0 && idle.compareTo(Duration.ofHours(1)) <= 0,
                    "a duration from 100ms to 1h"),
            size("server.netty.initial-buffer-size", 1),
            size("server.netty.max-initial-line-length", 256),
            size("server.max-http-request-header-size", 256),
            never("server.netty.connection-timeout", "gateway.limits.request-timeout ends what arrives too slowly"),
            never("server.netty.h2c-max-content-length", "HTTP/2 is not spoken"),
            never("server.server-header", "answers have no Server field"),
            never("server.servlet.context-path", "the API's paths are fixed"));

    private static final List<TlsSwitches> TLS =
            List.of(new TlsSwitches("server.ssl"), new TlsSwitches("management.server.ssl"));

    /** The names that the gateway reads, or has a rule for. */
    static final List<String> KNOWN = Stream.of(
                    RULES.stream().map(Rule::property),
                    TLS.stream().flatMap(TlsSwitches::known),
                    Stream.of(
                            "server.port",
                            "server.address",
                            "management.server.port",
                            "management.server.address",
                            "management.server.base-path"))
            .flatMap(names -> names)
            .toList();

    private static final List<ConfigurationPropertyName> KNOWN_NAMES =
            KNOWN.stream().map(ConfigurationPropertyName::of).toList();

    private static final List<ConfigurationPropertyName> SECTIONS = Stream.of("server", "management.server")
            .map(ConfigurationPropertyName::of)
            .toList();

    private ServerSwitches() {}

    /**
     * @throws RuntimeException for the first refused or unreadable property
     */
    static void require(Environment environment) {
        refusals(environment).stream().findFirst().ifPresent(refusal -> {
            throw refusal;
        });
    }

    /** The refused and unreadable properties, one sentence each. */
    static List<RuntimeException> refusals(Environment environment) {
        var all = new ArrayList<RuntimeException>();
        var binder = Binder.get(environment);
        RULES.forEach(rule -> rule.check(binder, all));
        TLS.forEach(tls -> tls.check(binder, all::add));
        ConfigurationPropertySources.get(environment).forEach(source -> findUnknown(source, all));
        return all;
    }

    /** The environment is skipped, because other software sets variables there: a Service named server adds {@code SERVER_SERVICE_HOST}. */
    private static void findUnknown(ConfigurationPropertySource source, List<RuntimeException> all) {
        if (source instanceof IterableConfigurationPropertySource names
                && new UnboundElementsSourceFilter().apply(source)) {
            names.stream()
                    .filter(name -> SECTIONS.stream().anyMatch(section -> section.isAncestorOf(name)))
                    .filter(name ->
                            KNOWN_NAMES.stream().noneMatch(known -> known.equals(name) || known.isAncestorOf(name)))
                    // The value is hidden, because it may be a secret under a misspelt name.
                    .map(name -> new InvalidProperty(name.toString(), "***", "left out: nothing here reads it"))
                    .forEach(all::add);
        }
    }

    private static Rule<Boolean> only(String property, boolean value, String why) {
        return new Rule<>(property, Boolean.class, given -> given == value, value + ": " + why);
    }

    private static Rule<String> only(String property, String value, String why) {
        return new Rule<>(property, String.class, value::equalsIgnoreCase, value + ": " + why);
    }

    private static Rule<String> never(String property, String why) {
        return new Rule<>(property, String.class, given -> false, "left out: " + why);
    }

    private static Rule<DataSize> size(String property, long smallest) {
        var least = DataSize.ofBytes(smallest);
        return new Rule<>(
                property,
                DataSize.class,
                given -> given.compareTo(least) >= 0 && given.compareTo(LARGEST) <= 0,
                "a size from " + least + " to " + InvalidProperty.size(LARGEST.toBytes()));
    }

    /** The rule for one property. */
    record Rule<T>(String property, Class<T> type, Predicate<T> isAllowed, String allowed) {

        void check(Binder binder, List<RuntimeException> all) {
            try {
                @Nullable T given = binder.bind(property, type).orElse(null);
                if (given != null && !isAllowed.test(given)) {
                    String written = binder.bind(property, String.class).get();
                    all.add(new InvalidProperty(property, written, allowed));
                }
            } catch (BindException e) {
                all.add(e);
            }
        }
    }
}
