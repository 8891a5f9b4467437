package io.offlinemessages.gateway;

import io.offlinemessages.gateway.check.Check;
import io.offlinemessages.gateway.check.CheckMode;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Import;

/**
 * The gateway's main class. Its configurations and the auto-configurations of Spring Boot that it uses are two lists in
 * {@code META-INF/spring}, so that a start does not search the classpath.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@Import(Rooms.class)
@ImportAutoConfiguration
public class GatewayApplication {

    /**
     * Starts the gateway. The arguments are Spring Boot properties such as {@code --server.port=8080}. A failed start ends the process
     * with 1. With {@code --gateway.check} it checks the configuration instead, and exits with 0 or 1.
     */
    public static void main(String[] arguments) {
        var mode = CheckMode.of(List.of(arguments), System.getenv("GATEWAY_CHECK"));
        if (mode.isOn()) {
            System.exit(new Check(GatewayApplication.class).run(mode));
        }
        var application = new SpringApplication(GatewayApplication.class);
        application.addListeners(new Collection());
        try {
            application.run(mode.others().toArray(String[]::new));
        } catch (RuntimeException | Error logged) {
            // A non-daemon thread, such as an agent's, would keep the process.
            System.exit(1);
        }
        // After an orderly stop by SIGTERM the JVM would exit with 143.
        SpringApplication.getShutdownHandlers().add(() -> Runtime.getRuntime().halt(0));
    }

    /**
     * The one garbage collection before readiness. The objects of a start live as long as the process; otherwise each of the first
     * fifteen young collections would copy them while callers wait. A class, because Spring tries to pass every event to a lambda.
     */
    private static final class Collection implements ApplicationListener<ApplicationReadyEvent> {

        @Override
        public void onApplicationEvent(ApplicationReadyEvent ready) {
            System.gc();
        }
    }
}
