package io.offlinemessages.gateway;

import io.offlinemessages.gateway.check.Check;
import io.offlinemessages.gateway.check.CheckMode;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The gateway as a program. */
@SpringBootApplication
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
        SpringApplication.run(GatewayApplication.class, mode.others().toArray(String[]::new));
        // The JVM would say 143 of a stop by SIGTERM, even after all has ended in good order.
        SpringApplication.getShutdownHandlers().add(() -> Runtime.getRuntime().halt(0));
    }
}
