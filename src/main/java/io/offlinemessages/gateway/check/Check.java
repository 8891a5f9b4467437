package io.offlinemessages.gateway.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.offlinemessages.gateway.access.UserDirectory;
import io.offlinemessages.gateway.access.UsersFileException;
import io.offlinemessages.gateway.cache.CacheProperties;
import io.offlinemessages.gateway.contract.InvalidProperty;
import io.offlinemessages.gateway.contract.LogText;
import io.offlinemessages.gateway.shared.Shared;
import io.offlinemessages.gateway.shared.SharedProperties;
import io.offlinemessages.gateway.upstream.Upstream;
import io.offlinemessages.gateway.upstream.UpstreamProperties;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.BindResult;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.StringUtils;

/**
 * The check mode. It starts the gateway once, on ports that the system chooses, so that a gateway on the same machine is not disturbed,
 * and requests one page of the list from the upstream.
 */
public final class Check {

    /** The properties in which the rehearsal differs from the configuration. */
    private static final MapPropertySource REHEARSAL = new MapPropertySource(
            "check",
            Map.of(
                    "server.port", "0",
                    "management.server.port", "0",
                    // One call suffices, and tells more than a circuit that opens after several.
                    "resilience4j.retry.instances.list.max-attempts", "1"));

    private final Class<?> application;
    private final Report report = new Report(System.out);
    private final ConfigurationAnalyzer analyzer = new ConfigurationAnalyzer();

    /**
     * @param application the class that a start runs
     */
    public Check(Class<?> application) {
        this.application = application;
    }

    /**
     * Runs the check and prints its findings on standard output; all other output is suppressed meanwhile.
     *
     * @return the exit code: 0 without findings, else 1
     */
    public int run(CheckMode mode) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        try (var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8)) {
            System.setOut(nowhere);
            System.setErr(nowhere);
            if (mode.isAllowed()) {
                rehearse(mode.others().toArray(String[]::new));
            } else {
                find(new InvalidProperty(CheckMode.NAME, mode.value(), "true or false"));
            }
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        return report.end();
    }

    private void rehearse(String[] arguments) {
        var start = new SpringApplication(application);
        start.setRegisterShutdownHook(false);
        start.addInitializers(this::prepare);
        try (var context = start.run(arguments)) {
            // A rehearsal needs no drain.
            context.getBean(DefaultLifecycleProcessor.class).setTimeoutPerShutdownPhase(1);
            if (!report.hasFindings()) {
                report.line("start: ok, the gateway starts");
            }
            context.getBeanProvider(Shared.class)
                    .ifAvailable(
                            shared -> new SharedCheck(context.getBean(SharedProperties.class)).run(shared, report));
            var properties = context.getBean(UpstreamProperties.class);
            StartupChecks.warning(properties).ifPresent(warning -> report.line("warning: " + warning));
            new UpstreamCheck(properties, context.getBean(CacheProperties.class))
                    .run(context.getBean(Upstream.class), report);
        } catch (RuntimeException e) {
            // A failure after a finding may be its consequence.
            if (!report.hasFindings()) {
                find(e);
            }
            report.line("upstream: not asked, because of what is found above");
        }
    }

    /** Checks the configured ports, which the rehearsal replaces, and each user, because a start stops at the first mistake. */
    private void prepare(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        StartupChecks.RULES.forEach(rule -> look(() -> rule.accept(environment)));
        ServerSwitches.refusals(environment).forEach(this::find);
        look(() -> countUsers(Binder.get(environment).bind("gateway.access.users-file", Path.class)));
        ResilienceSwitches.refusals(environment).forEach(this::find);
        environment.getPropertySources().addFirst(REHEARSAL);
        ((GenericApplicationContext) context)
                .registerBean(BindFindings.class, () -> new BindFindings(report, analyzer));
        ((GenericApplicationContext) context).registerBean(Rehearsal.class, Rehearsal::new);
    }

    private void countUsers(BindResult<Path> file) throws UsersFileException {
        if (file.isBound()) {
            report.line("users file: ok, " + UserDirectory.check(file.get()) + " users");
        }
    }

    private void look(Look look) {
        try {
            look.run();
        } catch (UsersFileException | RuntimeException e) {
            find(e);
            List.of(e.getSuppressed()).forEach(this::find);
        }
    }

    private void find(Throwable thrown) {
        String sentence = analyzer.sentence(thrown);
        report.finding(sentence == null ? unforeseen(NestedExceptionUtils.getMostSpecificCause(thrown)) : sentence);
    }

    private static String unforeseen(Throwable cause) {
        String message = LogText.escaped(cause.getClass().getSimpleName() + ", " + cause.getMessage());
        return "The gateway does not start: " + StringUtils.trimTrailingCharacter(message, '.') + '.';
    }

    private interface Look {
        void run() throws UsersFileException;
    }
}
