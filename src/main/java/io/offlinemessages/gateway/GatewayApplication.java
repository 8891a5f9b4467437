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
 * The gateway as a program. What it is made of stands in two lists in {@code META-INF/spring}, so that a start need not search: the
 * rooms' configurations, and the auto-configurations of Spring Boot that it uses.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@Import(Rooms.class)
@ImportAutoConfiguration
public class GatewayApplication {

    /**
     * Starts the gateway; the arguments are Spring Boot properties such as {@code --server.port=8080}. With
     * {@code --gateway.check} it checks instead, and exits with 0 or 1.
     */
    public static void main(String[] arguments) {
        var mode = CheckMode.of(List.of(arguments), System.getenv("GATEWAY_CHECK"));
        if (mode.isOn()) {
            System.exit(new Check(GatewayApplication.class).run(mode));
        }
        var application = new SpringApplication(GatewayApplication.class);
        application.addListeners(new Collection());
        application.run(mode.others().toArray(String[]::new));
        // The JVM would say 143 of a stop by SIGTERM, even after all has ended in good order.
        SpringApplication.getShutdownHandlers().add(() -> Runtime.getRuntime().halt(0));
    }

    /**
     * The one collection before the gateway is ready. What a start makes lives as long as the process; else each of the first fifteen
     * young collections would copy it, while callers wait. A class, because Spring tries a lambda with every event.
     */
    private static final class Collection implements ApplicationListener<ApplicationReadyEvent> {

        @Override
        public void onApplicationEvent(ApplicationReadyEvent ready) {
            System.gc();
        }
    }
}
