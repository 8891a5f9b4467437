package io.offlinemessages.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program: one file, from any folder, configured by arguments and environment, stopped by a signal. */
class RunnableJarIT {

    @Test
    void it_starts_from_another_folder_answers_and_stops_cleanly(@TempDir Path folder) throws Exception {
        try (var sandbox = new SandboxUpstream();
                var gateway = new GatewayProcess(folder, sandbox.gatewayProperties())) {
            gateway.awaitReady();
            assertThat(RawConnection.get(gateway.port(), "/api/offlinemessages/744", "john")
                            .status())
                    .isEqualTo(200);
            assertThat(RawConnection.manage(gateway.managementPort(), "/docs/swagger-ui-bundle.js")
                            .status())
                    .isEqualTo(200);

            gateway.terminate();

            assertThat(gateway.exitCode()).isZero();
            assertThat(gateway.output())
                    .contains("Started GatewayApplication", "Draining: unready, but serving for 5s more.")
                    .doesNotContain("ERROR", "Exception");
        }
    }
}
