package io.offlinemessages.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.springframework.util.function.SingletonSupplier;

/**
 * Every case of the contract files, against a gateway in front of the sandbox's upstream: one for all files, and one more for
 * each file that sets properties.
 */
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
            "keep-alive",
            "ratelimit",
            "ratelimit-policy",
            "retry-after",
            "www-authenticate",
            "x-request-id");

    private final SandboxUpstream upstream = new SandboxUpstream();
    private final List<RunningGateway> gateways = new ArrayList<>();

    @AfterAll
    void stop() {
        gateways.forEach(RunningGateway::close);
        upstream.close();
    }

    @TestFactory
    Stream<DynamicContainer> every_case_of_the_contract_holds_to_the_byte() throws IOException, URISyntaxException {
        var folder = Path.of(Objects.requireNonNull(ContractIT.class.getResource("/contract"))
                .toURI());
        RunningGateway common = start(List.of());
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().map(ContractFile::read).toList().stream().map(file -> container(file, common));
        }
    }

    private DynamicContainer container(ContractFile file, RunningGateway common) {
        Supplier<RunningGateway> gateway =
                file.properties().isEmpty() ? () -> common : once(() -> start(file.properties()));
        return DynamicContainer.dynamicContainer(
                file.name(),
                file.cases().stream().map(one -> DynamicTest.dynamicTest(one.name(), () -> check(one, gateway.get()))));
    }

    private RunningGateway start(List<String> properties) {
        var all = new ArrayList<>(List.of(
                "--resilience4j.retry.configs.default.wait-duration=1ms",
                "--resilience4j.circuitbreaker.configs.default.minimum-number-of-calls=1000"));
        // What is well once is so for each gateway.
        upstream.server().resetScenarios();
        String port = Integer.toString(upstream.server().port());
        properties.forEach(property -> all.add(property.replace("{upstream-port}", port)));
        var gateway = new RunningGateway(upstream.gatewayProperties(), all.toArray(String[]::new));
        gateways.add(gateway);
        return gateway;
    }

    private static Supplier<RunningGateway> once(Supplier<RunningGateway> starting) {
        return SingletonSupplier.of(starting)::obtain;
    }

    private static void check(ContractCase expected, RunningGateway gateway) {
        gateway.ticker().advance(expected.later());
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
        assertThat(actual.header("X-Request-Id"))
                .hasValueSatisfying(id -> assertThat(id).matches("[0-9a-f]{16}"));
        assertThat(unknown).as("header fields beyond the contract").isEmpty();
    }
}
