package io.offlinemessages.gateway.sandbox;

import io.offlinemessages.gateway.GatewayApplication;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;

/** The sandbox as a program: {@code ./mvnw spring-boot:test-run}. */
public final class SandboxApplication {

    private SandboxApplication() {}

    /** Starts upstream and gateway; the arguments are properties of the gateway. */
    public static void main(String[] arguments) {
        var upstream = new SandboxUpstream();
        List<String> properties = new ArrayList<>(upstream.gatewayProperties());
        properties.add("--gateway.drain.delay=0s");
        properties.addAll(List.of(arguments));
        var gateway = SpringApplication.run(GatewayApplication.class, properties.toArray(String[]::new));
        String api = "http://localhost:" + gateway.getEnvironment().getProperty("local.server.port");
        String management = "http://localhost:" + gateway.getEnvironment().getProperty("local.management.port");
        System.out.println(invitation(api, management));
    }

    private static String invitation(String api, String management) {
        return """

            The sandbox is up. Try, in another terminal:

              curl -i -u john@example.com:123456  %1$s/api/offlinemessages/            the list (Super Admin)
              curl -i -u john@example.com:123456  %1$s/api/offlinemessages/744         a message; again: a cache hit
              curl -i -u john@example.com:wrong   %1$s/api/offlinemessages/744         401
              curl -i -u agent@example.com:123456 %1$s/api/offlinemessages/            403, not a Super Admin
              curl -i -u john@example.com:123456 '%1$s/api/offlinemessages?page_no=-2' 400
              curl -i -u john@example.com:123456  %1$s/api/offlinemessages/1           404

            Faults of the upstream, as ids and as page numbers: 429 rate limit, 9001 reset, 9002 garbage, 9003 empty answer,
            9004 slow, 9005 an HTML error page, 9006 truncated, 9007 oversized, 9008 redirect, 9009 not JSON by its type,
            9010 broken JSON, 9011 another id, 9012 unavailable, 9013 dripping; 9100 is well once, then fails. Watch the circuit open:

              for i in $(seq 12); do curl -s -o /dev/null -w '%%{http_code} ' -u john@example.com:123456 %1$s/api/offlinemessages/9005; done
              curl -s %2$s/actuator/prometheus | grep circuitbreaker_state
              curl -s %2$s/actuator/health
            """.formatted(api, management);
    }
}
