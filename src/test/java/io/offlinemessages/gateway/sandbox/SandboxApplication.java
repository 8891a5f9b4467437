package io.offlinemessages.gateway.sandbox;

import io.offlinemessages.gateway.GatewayApplication;
import io.offlinemessages.gateway.check.TakenPort;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.env.Environment;

/** The sandbox as a program: {@code ./mvnw spring-boot:test-run}. */
public final class SandboxApplication {

    private SandboxApplication() {}

    /** Starts upstream and gateway; the arguments are properties of the gateway. A start that fails ends the process with 1. */
    public static void main(String[] arguments) {
        var upstream = new SandboxUpstream();
        List<String> properties = new ArrayList<>(upstream.gatewayProperties());
        properties.add("--gateway.drain.delay=0s");
        properties.addAll(List.of(arguments));
        try {
            var gateway = SpringApplication.run(GatewayApplication.class, properties.toArray(String[]::new));
            Environment ports = gateway.getEnvironment();
            System.out.println(Invitation.text(
                    "http://localhost:" + ports.getProperty("local.server.port"),
                    "http://localhost:" + ports.getProperty("local.management.port")));
        } catch (RuntimeException | Error logged) {
            if (isTakenPort(logged)) {
                System.out.println("Start the sandbox on free ports:\n\n  ./mvnw spring-boot:test-run"
                        + " -Dspring-boot.run.arguments=\"" + TakenPort.options() + "\"\n");
            }
            // The upstream's threads are no daemons.
            System.exit(1);
        }
    }

    private static boolean isTakenPort(Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (each instanceof PortInUseException) {
                return true;
            }
        }
        return false;
    }
}
