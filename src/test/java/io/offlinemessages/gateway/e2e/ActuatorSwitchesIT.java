package io.offlinemessages.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Spring Boot lets operators switch works though a start reads a list: what they expose, ask for, and leave out. */
class ActuatorSwitchesIT {

    private static final List<String> ENDPOINTS = List.of(
            "beans",
            "conditions",
            "configprops",
            "env",
            "health",
            "info",
            "loggers",
            "mappings",
            "messagecache",
            "metrics",
            "prometheus",
            "sbom",
            "threaddump");

    @Test
    void endpoints_are_exposed_health_is_asked_for_and_auto_configurations_are_left_out() {
        try (var sandbox = new SandboxUpstream();
                var gateway = new RunningGateway(
                        sandbox.gatewayProperties(),
                        "--management.endpoints.web.exposure.include=*",
                        "--management.endpoint.messagecache.access=read-only",
                        "--management.health.diskspace.enabled=true",
                        "--spring.autoconfigure.exclude=org.springframework.boot.micrometer.metrics.autoconfigure.logging"
                                + ".logback.LogbackMetricsAutoConfiguration")) {
            int port = gateway.managementPort();
            assertThat(ENDPOINTS)
                    .allSatisfy(endpoint -> assertThat(RawConnection.manage(port, "/actuator/" + endpoint)
                                    .status())
                            .as(endpoint)
                            .isEqualTo(200));
            assertThat(RawConnection.manage(port, "/actuator/health").text()).contains("\"diskSpace\"");
            assertThat(RawConnection.manage(port, "/actuator/prometheus").text())
                    .contains("jvm_memory_used_bytes")
                    .doesNotContain("logback_events");
        }
    }
}
