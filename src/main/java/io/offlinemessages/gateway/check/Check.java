package io.offlinemessages.gateway.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.offlinemessages.gateway.check.Report.Area;
import io.offlinemessages.gateway.contract.InvalidProperty;
import io.offlinemessages.gateway.upstream.Upstream;
import io.offlinemessages.gateway.upstream.UpstreamProperties;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Objects;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;

/**
 * The check mode: rehearses the start, on ports of the system's choice, so that a gateway that runs on the same machine is not
 * disturbed, and looks closer at each step than the start does. What can be looked at in spite of a finding is.
 */
public final class Check {

    private final Class<?> application;
    private final Class<? extends Record> properties;

    /**
     * A check of this application.
     *
     * @param properties what {@code gateway.*} is bound to: the sections, each a record of its values
     */
    public Check(Class<?> application, Class<? extends Record> properties) {
        this.application = application;
        this.properties = properties;
    }

    /** Prints what it finds on standard output, where nothing else shows meanwhile, and returns the exit code: 0 or 1. */
    public int run(CheckMode mode) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        var report = new Report(out);
        try (var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8)) {
            System.setOut(nowhere);
            System.setErr(nowhere);
            if (mode.isAllowed()) {
                examine(mode.others().toArray(String[]::new), report);
            } else {
                var refusal = new InvalidProperty(CheckMode.NAME, mode.value(), "true or false");
                report.finding(Area.CONFIGURATION, Objects.requireNonNull(refusal.getMessage()));
            }
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        return report.end();
    }

    private void examine(String[] arguments, Report report) {
        var inspection = new Inspection(properties, report);
        var whole = new SpringApplication(application);
        try (var context = start(whole, inspection, arguments)) {
            report.ok(Area.START, "the gateway starts");
            ask(Objects.requireNonNull(inspection.upstream()), context, report);
            return;
        } catch (SpringApplication.AbandonedRunException e) {
            // The findings have been reported; what is left is the upstream.
        } catch (RuntimeException e) {
            report.finding(Area.START, Sentences.of(e, inspection.environment()));
        }
        if (inspection.upstream() != null) {
            askAlone(inspection.upstream(), arguments, report);
        }
    }

    private static void askAlone(UpstreamProperties properties, String[] arguments, Report report) {
        var alone = new SpringApplication(UpstreamAlone.class);
        alone.addInitializers(context ->
                ((GenericApplicationContext) context).registerBean(UpstreamProperties.class, () -> properties));
        var overriding = new SpringApplicationRunListener() {
            @Override
            public void environmentPrepared(ConfigurableBootstrapContext bootstrap, ConfigurableEnvironment prepared) {
                prepared.getPropertySources().addFirst(Overrides.UPSTREAM_ALONE);
            }
        };
        try (var context = start(alone, overriding, arguments)) {
            ask(properties, context, report);
        } catch (RuntimeException e) {
            report.finding(Area.UPSTREAM, Sentences.of(e, new StandardEnvironment()));
        }
    }

    private static ConfigurableApplicationContext start(
            SpringApplication application, SpringApplicationRunListener listener, String[] arguments) {
        application.setRegisterShutdownHook(false);
        return SpringApplication.withHook(any -> listener, () -> application.run(arguments));
    }

    private static void ask(UpstreamProperties properties, ConfigurableApplicationContext context, Report report) {
        new UpstreamCheck(properties).run(context.getBean(Upstream.class), report);
    }
}
