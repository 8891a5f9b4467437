package io.offlinemessages.gateway.upstream;

import io.micrometer.core.instrument.MeterRegistry;
import io.offlinemessages.gateway.contract.GatewayMeter;
import io.offlinemessages.gateway.contract.InvalidProperty;
import io.offlinemessages.gateway.contract.Secret;
import io.offlinemessages.gateway.watch.MountedProperties;
import io.offlinemessages.gateway.watch.Refused;
import io.offlinemessages.gateway.watch.Reload;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The mounted files of the gateway's own credential. Each poll reads them, so a Secret that Kubernetes replaces takes effect without a
 * restart.
 */
final class CredentialFiles {

    private static final String USERNAME = UpstreamProperties.PREFIX + "username";
    private static final String PASSWORD = UpstreamProperties.PREFIX + "password";

    private final MountedProperties files;
    private final UpstreamCredential credential;
    private final Reload<OwnAccount> reload;

    CredentialFiles(ConfigurableEnvironment environment, UpstreamCredential credential, MeterRegistry meters) {
        this.files = new MountedProperties(environment);
        this.credential = credential;
        this.reload = new Reload<>(
                credential.current(),
                this::read,
                this::load,
                () -> "the upstream credential",
                result -> GatewayMeter.CREDENTIAL_RELOAD.counter(meters, result));
        GatewayMeter.CREDENTIAL_FILES_REFUSED.flag(meters, reload::isRefused);
    }

    /** Whether the credential comes from files. */
    boolean areUsed() {
        return credential.current() != null && files.areThere();
    }

    /** Polls the files. Once they have changed and are stable, a valid credential replaces the old one. */
    void poll() {
        reload.poll();
    }

    private OwnAccount read() throws Refused {
        Map<String, String> texts = files.read(List.of(USERNAME, PASSWORD));
        try {
            return OwnAccount.of(texts.get(USERNAME), Secret.ofNullable(texts.get(PASSWORD)));
        } catch (InvalidProperty e) {
            throw new Refused(Objects.requireNonNull(e.getMessage()));
        }
    }

    private String load(OwnAccount account) {
        credential.replace(account);
        return "the upstream credential of user " + account.username() + " anew";
    }
}
