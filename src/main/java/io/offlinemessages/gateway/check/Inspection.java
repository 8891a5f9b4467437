package io.offlinemessages.gateway.check;

import io.offlinemessages.gateway.access.UserDirectory;
import io.offlinemessages.gateway.access.UsersFileException;
import io.offlinemessages.gateway.check.Report.Area;
import io.offlinemessages.gateway.contract.InvalidProperty;
import io.offlinemessages.gateway.upstream.UpstreamProperties;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;

/**
 * Looks at all that is configured once it has been read, before anything is made of it. After a finding the start is abandoned,
 * because it would stop at the first of them.
 */
final class Inspection implements SpringApplicationRunListener {

    private static final int HIGHEST_PORT = 65_535;

    private final Class<? extends Record> properties;
    private final Report report;
    private Environment environment = new StandardEnvironment();
    private Map<Class<?>, Object> sections = Map.of();

    Inspection(Class<? extends Record> properties, Report report) {
        this.properties = properties;
        this.report = report;
    }

    /** What is configured, as far as it has been read. */
    Environment environment() {
        return environment;
    }

    /** The upstream's section; null when it is not fine. */
    @Nullable
    UpstreamProperties upstream() {
        return (UpstreamProperties) sections.get(UpstreamProperties.class);
    }

    @Override
    public void environmentPrepared(ConfigurableBootstrapContext bootstrap, ConfigurableEnvironment prepared) {
        environment = prepared;
        var binder = Binder.get(prepared);
        var check = new SectionsCheck(properties, "gateway", prepared);
        sections = check.sections();
        check.findings().forEach(finding -> report.finding(Area.CONFIGURATION, finding));
        checkPort("server.port", 0, binder);
        checkPort("management.server.port", -1, binder);
        checkPortsDiffer();
        ServerSwitches.refusals(prepared).forEach(refusal -> find(Area.CONFIGURATION, refusal));
        if (!report.hasFindings()) {
            report.ok(Area.CONFIGURATION, "gateway.* and both ports");
        }
        checkUsersFile(binder);
        if (upstream() != null) {
            StartupChecks.warning(upstream()).ifPresent(report::warning);
        }
        if (report.hasFindings()) {
            throw new SpringApplication.AbandonedRunException();
        }
        prepared.getPropertySources().addFirst(Overrides.WHOLE);
    }

    private void checkPort(String name, int lowest, Binder binder) {
        try {
            Integer port = binder.bind(name, Integer.class).orElse(null);
            if (port != null && (port < lowest || port > HIGHEST_PORT)) {
                find(Area.CONFIGURATION, new InvalidProperty(name, port, "a port from 0 to " + HIGHEST_PORT));
            }
        } catch (BindException e) {
            find(Area.CONFIGURATION, e);
        }
    }

    private void checkPortsDiffer() {
        try {
            StartupChecks.requireOwnManagementPort(environment);
        } catch (InvalidProperty e) {
            find(Area.CONFIGURATION, e);
        }
    }

    private void checkUsersFile(Binder binder) {
        Path file = usersFile(binder);
        if (file == null) {
            return;
        }
        try {
            report.ok(Area.USERS_FILE, UserDirectory.check(file) + " users");
        } catch (UsersFileException e) {
            find(Area.USERS_FILE, e);
            List.of(e.getSuppressed()).forEach(another -> find(Area.USERS_FILE, another));
        }
    }

    /** Null when it is not set, or unreadable; either has been found by then. */
    private static @Nullable Path usersFile(Binder binder) {
        try {
            return binder.bind("gateway.access.users-file", Path.class).orElse(null);
        } catch (BindException unreadable) {
            return null;
        }
    }

    private void find(Area area, Throwable thrown) {
        report.finding(area, Sentences.of(thrown, environment));
    }
}
