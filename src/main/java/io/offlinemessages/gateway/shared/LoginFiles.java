package io.offlinemessages.gateway.shared;

import io.micrometer.core.instrument.MeterRegistry;
import io.offlinemessages.gateway.contract.GatewayMeter;
import io.offlinemessages.gateway.contract.InvalidProperty;
import io.offlinemessages.gateway.watch.MountedProperties;
import io.offlinemessages.gateway.watch.Refused;
import io.offlinemessages.gateway.watch.Reload;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.springframework.core.env.ConfigurableEnvironment;

/** The mounted files of the login at the server. Each poll reads them; the next connection uses a changed login. */
public final class LoginFiles {

    private final MountedProperties files;
    private final SharedProperties properties;
    private final Consumer<Login> next;
    private final Reload<Login> reload;

    /**
     * @param next takes each login that replaces another
     */
    public LoginFiles(
            ConfigurableEnvironment environment,
            SharedProperties properties,
            Consumer<Login> next,
            MeterRegistry meters) {
        this.files = new MountedProperties(environment);
        this.properties = properties;
        this.next = next;
        this.reload = new Reload<>(
                properties.login(),
                this::read,
                this::load,
                () -> "the login at Redis",
                result -> GatewayMeter.SHARED_LOGIN_RELOAD.counter(meters, result));
        GatewayMeter.SHARED_LOGIN_FILES_REFUSED.flag(meters, reload::isRefused);
    }

    /** Whether properties come from files. */
    public boolean areUsed() {
        return files.areThere();
    }

    /** Polls the files. Once they have changed and are stable, a valid login replaces the old one. */
    public void poll() {
        reload.poll();
    }

    private Login read() throws Refused {
        Map<String, String> texts = files.read(List.of(Login.USERNAME, Login.PASSWORD, Login.SENTINEL_PASSWORD));
        try {
            return properties.login(texts);
        } catch (InvalidProperty e) {
            throw new Refused(Objects.requireNonNull(e.getMessage()));
        }
    }

    private String load(Login login) {
        next.accept(login);
        return "the login at Redis anew, for the next connection";
    }
}
