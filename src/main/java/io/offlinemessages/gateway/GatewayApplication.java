package io.offlinemessages.gateway;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The gateway as a program. */
@SpringBootApplication
public class GatewayApplication {

    /** Starts the gateway; the arguments are Spring Boot properties such as {@code --server.port=8080}. */
    public static void main(String[] arguments) {
        SpringApplication.run(GatewayApplication.class, arguments);
        // The JVM would say 143 of a stop by SIGTERM, even after all has ended in good order.
        SpringApplication.getShutdownHandlers().add(() -> Runtime.getRuntime().halt(0));
    }
}
