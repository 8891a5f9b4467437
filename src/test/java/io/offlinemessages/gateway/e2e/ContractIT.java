package io.offlinemessages.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Every case of the contract files, against the gateway in front of the sandbox's upstream. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContractIT {

    /** Whatever else an answer carried would have come from the upstream, or from nobody's decision. */
    private static final Set<String> KNOWN_FIELDS = Set.of(
            "age",
            "allow",
            "cache-control",
            "cache-status",
            "connection",
            "content-length",
            "content-type",
            "date",
            "etag",
            "retry-after",
            "www-authenticate");

    private final SandboxUpstream upstream = new SandboxUpstream();
    private final RunningGateway gateway = new RunningGateway(
            upstream.gatewayProperties(),
            "--gateway.upstream.response-timeout=1500ms",
            "--gateway.upstream.connect-timeout=1500ms",
            "--gateway.upstream.deadline=2500ms",
            "--resilience4j.retry.configs.default.wait-duration=1ms",
            "--resilience4j.circuitbreaker.configs.default.minimum-number-of-calls=1000");

    @BeforeAll
    void rememberCredentials() {
        RawConnection.get(gateway.port(), "/", "john");
    }

    @AfterAll
    void stop() {
        gateway.close();
        upstream.close();
    }

    @TestFactory
    Stream<DynamicContainer> every_case_of_the_contract_holds_to_the_byte() throws IOException, URISyntaxException {
        var folder = Path.of(Objects.requireNonNull(ContractIT.class.getResource("/contract"))
                .toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().map(ContractIT::cases).toList().stream()
                    .map(file -> DynamicContainer.dynamicContainer(
                            file.name(),
                            file.cases().stream().map(one -> DynamicTest.dynamicTest(one.name(), () -> check(one)))));
        }
    }

    private static CaseFile cases(Path file) {
        return new CaseFile(
                String.valueOf(file.getFileName()), ContractCase.read(file).toList());
    }

    private record CaseFile(String name, List<ContractCase> cases) {}

    private void check(ContractCase expected) {
        RawResponse actual = RawConnection.exchange(gateway.port(), expected.request());
        assertThat(actual.status()).as("status, with body %s", actual.text()).isEqualTo(expected.status());
        expected.headers().forEach((name, value) -> {
            switch (value) {
                case "-" -> assertThat(actual.header(name)).as(name).isEmpty();
                case "*" -> assertThat(actual.header(name)).as(name).isPresent();
                default -> assertThat(actual.header(name)).as(name).contains(value);
            }
        });
        assertThat(actual.body())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(new String(expected.expectedBody(), StandardCharsets.UTF_8));
        Set<String> unknown = new TreeSet<>(actual.headers().keySet().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList());
        unknown.removeAll(KNOWN_FIELDS);
        assertThat(unknown).as("header fields beyond the contract").isEmpty();
    }
}
