package io.offlinemessages.gateway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.e2e.RunningGateway;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An upstream of the documented kind, whose connections end by count and age, and which is restarted under load. */
@Tag("endurance")
class TomcatRestartIT {

    private static final int RESTARTS = 5;
    private static final int ENOUGH = 100;
    private static final Duration BREAKER_WAIT = Duration.ofSeconds(1);

    @Test
    void callers_get_right_answers_or_documented_errors_while_tomcat_is_restarted(@TempDir Path folder)
            throws Exception {
        try (var tomcat = new TomcatUpstream(folder)) {
            tomcat.start();
            try (var gateway = gateway(tomcat);
                    var callers = new Callers(gateway, TomcatRestartIT::question)) {
                callers.awaitRight(5 * ENOUGH);
                assertThat(callers.errors()).as("errors without a restart").isZero();
                for (int restart = 0; restart < RESTARTS; restart++) {
                    tomcat.stop();
                    callers.awaitErrors(ENOUGH);
                    tomcat.start();
                    callers.awaitRight(ENOUGH);
                }
                assertThat(callers.wrong()).isEmpty();
            }
        }
    }

    private static RunningGateway gateway(TomcatUpstream tomcat) {
        return new RunningGateway(
                Callers.gatewayProperties(tomcat.url(), BREAKER_WAIT),
                "--gateway.upstream.response-timeout=8s",
                "--logging.level.org.apache.catalina.loader=off");
    }

    /** Half of them for some cached messages and the list, which is cached, too, the others for messages that nobody has asked for, and errors. */
    private static Question question(long number) {
        return switch ((int) (number % 10)) {
            case 5 -> Documented.list().cached();
            case 6 -> Documented.missing(number);
            case 7 -> Documented.forbidden(number);
            case 8, 9 -> Documented.detail(1_000 + number);
            default -> Documented.detail(1 + number % Callers.FIRST).cached();
        };
    }
}
