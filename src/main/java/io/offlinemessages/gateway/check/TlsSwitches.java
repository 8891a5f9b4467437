package io.offlinemessages.gateway.check;

import io.offlinemessages.gateway.contract.InvalidProperty;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.ssl.SslProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.web.server.Ssl;

/**
 * The rules between the TLS properties of one server, {@code server.ssl.*} or {@code management.server.ssl.*}. Spring Boot ignores most
 * of them beside a bundle, and without a trust store it trusts certificates of every public authority.
 *
 * @param prefix such as {@code server.ssl}
 */
record TlsSwitches(String prefix) {

    /** The properties that a bundle replaces; without {@code protocol}, which Netty never reads. */
    private static final List<String> OF_NO_BUNDLE = List.of(
            "certificate",
            "certificate-private-key",
            "ciphers",
            "enabled-protocols",
            "key-alias",
            "key-password",
            "key-store",
            "key-store-password",
            "key-store-provider",
            "key-store-type",
            "trust-certificate",
            "trust-certificate-private-key",
            "trust-store",
            "trust-store-password",
            "trust-store-provider",
            "trust-store-type");

    private static final List<String> OF_EACH = List.of("enabled", "bundle", "client-auth", "server-name-bundles");

    /** The full names of the supported properties. */
    Stream<String> known() {
        return Stream.concat(OF_NO_BUNDLE.stream(), OF_EACH.stream()).map(this::name);
    }

    /** Finds properties that would be ignored, or would admit any certificate. */
    void check(Binder binder, Consumer<RuntimeException> refused) {
        try {
            if (binder.bind(name("enabled"), Boolean.class).orElse(true)) {
                checkEnabled(binder, refused);
            }
        } catch (BindException unreadable) {
            refused.accept(unreadable);
        }
    }

    private void checkEnabled(Binder binder, Consumer<RuntimeException> refused) {
        String bundle = text(binder, name("bundle"));
        if (bundle != null) {
            OF_NO_BUNDLE.stream()
                    .filter(ignored -> isSet(binder, name(ignored)))
                    .map(ignored -> new InvalidProperty(
                            name(ignored), "***", "left out: " + name("bundle") + " is set, and that bundle says it"))
                    .forEach(refused);
        }
        String asked = text(binder, name("client-auth"));
        if (asked != null && !asked.equalsIgnoreCase("none") && !trusts(binder, bundle)) {
            refused.accept(new InvalidProperty(
                    name("client-auth"),
                    asked,
                    "none without a trust store, which says whose certificates count: " + name("trust-certificate")
                            + ", or the truststore of each bundle"));
        }
    }

    private boolean trusts(Binder binder, @Nullable String bundle) {
        boolean fallback = bundle == null
                ? isSet(binder, name("trust-certificate")) || isSet(binder, name("trust-store"))
                : bundleTrusts(binder, bundle);
        return fallback
                && binder
                        .bind(name("server-name-bundles"), Bindable.listOf(Ssl.ServerNameSslBundle.class))
                        .orElse(List.of())
                        .stream()
                        .allMatch(named -> bundleTrusts(binder, named.bundle()));
    }

    private static boolean bundleTrusts(Binder binder, String name) {
        var bundles = binder.bindOrCreate("spring.ssl", SslProperties.class).getBundle();
        var pem = bundles.getPem().get(name);
        var jks = bundles.getJks().get(name);
        return (pem != null && pem.getTruststore().getCertificate() != null)
                || (jks != null && jks.getTruststore().getLocation() != null);
    }

    private String name(String property) {
        return prefix + '.' + property;
    }

    private static boolean isSet(Binder binder, String property) {
        return binder.bind(property, Bindable.listOf(String.class)).isBound();
    }

    private static @Nullable String text(Binder binder, String property) {
        String value = binder.bind(property, String.class).orElse(null);
        return value == null || value.isBlank() ? null : value;
    }
}
