package io.offlinemessages.gateway.upstream;

import io.micrometer.core.instrument.MeterRegistry;
import io.offlinemessages.gateway.contract.GatewayMeter;
import io.offlinemessages.gateway.contract.InvalidProperty;
import io.offlinemessages.gateway.contract.Secret;
import io.offlinemessages.gateway.watch.Refused;
import io.offlinemessages.gateway.watch.Reload;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.ConfigTreePropertySource;
import org.springframework.boot.env.ConfigTreePropertySource.Option;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

/**
 * The files below {@code configtree:} locations that the gateway's own credential may stand in. Each poll reads them anew, so that
 * a Secret that Kubernetes swaps takes effect without a restart.
 */
final class CredentialFiles {

    private final ConfigurableEnvironment environment;
    private final UpstreamCredential credential;
    private final Reload<OwnAccount> reload;

    CredentialFiles(ConfigurableEnvironment environment, UpstreamCredential credential, MeterRegistry meters) {
        this.environment = environment;
        this.credential = credential;
        this.reload = new Reload<>(
                credential.current(),
                this::read,
                this::load,
                () -> "the upstream credential",
                result -> GatewayMeter.CREDENTIAL_RELOAD.counter(meters, result));
    }

    /** Whether there is anything to poll. */
    boolean areUsed() {
        return credential.current() != null
                && environment.getPropertySources().stream().anyMatch(ConfigTreePropertySource.class::isInstance);
    }

    /** Polls the files: once they have changed and are at rest, a good credential replaces the old one. */
    void poll() {
        reload.poll();
    }

    private OwnAccount read() throws Refused {
        try {
            Binder binder = binder();
            return OwnAccount.of(text(binder, "username"), Secret.ofNullable(text(binder, "password")));
        } catch (InvalidProperty e) {
            throw new Refused(Objects.requireNonNull(e.getMessage()));
        } catch (RuntimeException e) {
            // Of many kinds, and some quote what stands in the files.
            throw new Refused("its files cannot be read (" + e.getClass().getSimpleName() + ").");
        }
    }

    private String load(OwnAccount account) {
        credential.replace(account);
        return "the upstream credential of user " + account.username() + " anew";
    }

    private static @Nullable String text(Binder binder, String name) {
        return binder.bind(UpstreamProperties.PREFIX + name, String.class).orElse(null);
    }

    /** Binds as at the start, but to what the files hold now. */
    private Binder binder() {
        var sources = new MutablePropertySources();
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (!ConfigurationPropertySources.isAttachedConfigurationPropertySource(source)) {
                sources.addLast(source instanceof ConfigTreePropertySource tree ? readAnew(tree) : source);
            }
        }
        return new Binder(ConfigurationPropertySources.from(sources), new PropertySourcesPlaceholdersResolver(sources));
    }

    private static ConfigTreePropertySource readAnew(ConfigTreePropertySource tree) {
        return new ConfigTreePropertySource(tree.getName(), tree.getSource(), Option.AUTO_TRIM_TRAILING_NEW_LINE);
    }
}
