package io.offlinemessages.gateway.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.e2e.RunningGateway;
import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import io.offlinemessages.gateway.tools.NeedsTools;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Schemathesis makes requests of the document, with good credentials and without, and checks each answer against the document. */
@NeedsTools("python3")
@Tag("endurance")
class SchemathesisIT {

    @Test
    void schemathesis_finds_no_answer_that_the_document_does_not_describe() throws Exception {
        var workshop = new Workshop("schemathesis").with("PYTHONPATH", "packages");
        workshop.fetch("python3", "-m", "pip", "install", "-q", "--target", "packages", "schemathesis==4.32.5");
        try (var sandbox = new SandboxUpstream();
                // It tries wrong passwords with many requests, and expects a 401 each time.
                var gateway = new RunningGateway(
                        sandbox.gatewayProperties(),
                        "--gateway.limits.failed-logins-per-user=0",
                        "--gateway.limits.failed-logins-per-address=0")) {
            String output = workshop.run(
                    "python3",
                    "packages/bin/schemathesis",
                    "--no-color",
                    "run",
                    // Told the document's address, it leaves that operation out.
                    Path.of("src/main/resources/openapi.yaml").toAbsolutePath().toString(),
                    "--url",
                    "http://127.0.0.1:" + gateway.port(),
                    "--auth",
                    "john@example.com:123456",
                    "--seed",
                    "1",
                    "--max-examples",
                    "200",
                    "--max-time",
                    "40",
                    // Else it leaves out Authorization, adds it all the same, and wonders at the 200.
                    "--generation-with-security-parameters",
                    "false",
                    "--request-timeout",
                    "20",
                    "--generation-database",
                    "none");
            assertThat(output).contains("Tested: 6");
        }
    }
}
