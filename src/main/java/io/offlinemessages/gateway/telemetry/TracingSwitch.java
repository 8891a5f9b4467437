package io.offlinemessages.gateway.telemetry;

import io.offlinemessages.gateway.contract.InvalidProperty;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * The switch of tracing, {@code management.tracing.export.enabled}. While it is off, all of Spring Boot's
 * auto-configurations for OpenTelemetry are left out; by itself Spring Boot would still make every span, and only not
 * send it.
 */
final class TracingSwitch implements AutoConfigurationImportFilter, EnvironmentAware {

    private static final String SWITCH = "management.tracing.export.enabled";
    private static final String SDK = "management.opentelemetry.enabled";
    private static final String PROBABILITY = "management.tracing.sampling.probability";
    private static final String OTLP = "management.opentelemetry.tracing.export.otlp.";
    private static final String ADDRESS =
            "the http or https address that takes spans, without a user, such as http://localhost:4318/v1/traces,"
                    + " while " + SWITCH + " is true";

    private boolean on;

    @Override
    public void setEnvironment(Environment environment) {
        on = isOn(Binder.get(environment));
    }

    @Override
    public boolean[] match(@Nullable String[] candidates, AutoConfigurationMetadata metadata) {
        var matches = new boolean[candidates.length];
        for (int i = 0; i < candidates.length; i++) {
            String candidate = candidates[i];
            matches[i] = candidate == null || on || !isTelemetry(candidate);
        }
        return matches;
    }

    private static boolean isTelemetry(String candidate) {
        return candidate.startsWith("org.springframework.boot.micrometer.tracing.")
                || candidate.startsWith("org.springframework.boot.opentelemetry.");
    }

    private static boolean isOn(Binder properties) {
        boolean on = properties.bind(SWITCH, boolean.class).orElse(false)
                && properties.bind(SDK, boolean.class).orElse(true);
        if (on) {
            requireAddress(properties.bind(OTLP + "endpoint", String.class).orElse(""));
            requireHttp(properties.bind(OTLP + "transport", String.class).orElse("http"));
            requireShare(properties.bind(PROBABILITY, float.class).orElse(0F));
        }
        return on;
    }

    private static void requireAddress(String endpoint) {
        if (!isAddress(endpoint)) {
            String shown = endpoint.contains("@") ? "(an address with a user)" : endpoint;
            throw new InvalidProperty(OTLP + "endpoint", shown.isEmpty() ? null : shown, ADDRESS);
        }
    }

    private static boolean isAddress(String endpoint) {
        try {
            var address = new URI(endpoint);
            boolean http =
                    "http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme());
            // Without a path the collector would answer 404 to every span.
            boolean path = address.getRawPath() != null && address.getRawPath().length() > 1;
            return http && path && address.getHost() != null && address.getRawUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static void requireHttp(String transport) {
        if (!transport.equalsIgnoreCase("http")) {
            throw new InvalidProperty(OTLP + "transport", transport, "http, which sends protobuf over HTTP");
        }
    }

    private static void requireShare(float probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new InvalidProperty(PROBABILITY, probability, "a number from 0.0 to 1.0");
        }
    }
}
