package io.offlinemessages.gateway.upstream;

import io.micrometer.core.instrument.MeterRegistry;
import io.offlinemessages.gateway.contract.GatewayMeter;
import io.offlinemessages.gateway.contract.InvalidProperty;
import io.offlinemessages.gateway.contract.Secret;
import io.offlinemessages.gateway.watch.Debounce;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.ConfigTreePropertySource;
import org.springframework.boot.env.ConfigTreePropertySource.Option;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

/**
 * The files below {@code configtree:} locations that the gateway's own credential may stand in. They are read anew at every look,
 * so that a Secret that Kubernetes swaps takes effect without a restart.
 */
final class CredentialFiles {

    private static final Logger LOG = LoggerFactory.getLogger(CredentialFiles.class);

    private final ConfigurableEnvironment environment;
    private final UpstreamCredential credential;
    private final MeterRegistry meters;
    private final Debounce<Sight> sights;

    CredentialFiles(ConfigurableEnvironment environment, UpstreamCredential credential, MeterRegistry meters) {
        this.environment = environment;
        this.credential = credential;
        this.meters = meters;
        this.sights = new Debounce<>(new Sight(credential.current(), null));
        count("loaded", 0);
        count("refused", 0);
    }

    /** Whether there is anything to look at. */
    boolean areUsed() {
        return credential.current() != null
                && environment.getPropertySources().stream().anyMatch(ConfigTreePropertySource.class::isInstance);
    }

    /** Replaces the credential when the files hold another good one, at two looks running; a bad one changes nothing. */
    void look() {
        Sight sight = see();
        if (!sights.isNews(sight)) {
            return;
        }
        if (sight.account() == null) {
            count("refused", 1);
            LOG.error("Kept the upstream credential loaded before: {}", sight.refusal());
            return;
        }
        credential.replace(sight.account());
        count("loaded", 1);
        LOG.info(
                "Loaded the upstream credential of user {} anew.",
                sight.account().username());
    }

    private Sight see() {
        try {
            Binder binder = binder();
            return new Sight(
                    OwnAccount.of(text(binder, "username"), Secret.ofNullable(text(binder, "password"))), null);
        } catch (InvalidProperty e) {
            return new Sight(null, e.getMessage());
        } catch (RuntimeException e) {
            // Of many kinds, and some quote what stands in the files.
            return new Sight(null, "its files cannot be read (" + e.getClass().getSimpleName() + ").");
        }
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

    private void count(String result, int times) {
        GatewayMeter.CREDENTIAL_RELOAD.counter(meters, result).increment(times);
    }

    /** What one look found: an account, or why there is none. */
    private record Sight(
            @Nullable OwnAccount account, @Nullable String refusal) {}
}
