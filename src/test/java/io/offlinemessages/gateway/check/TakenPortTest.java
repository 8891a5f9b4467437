package io.offlinemessages.gateway.check;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.mock.env.MockEnvironment;

class TakenPortTest {

    private final MockEnvironment environment =
            new MockEnvironment().withProperty("server.port", "8080").withProperty("management.server.port", "8081");

    @ParameterizedTest
    @CsvSource({
        "8080, 'server.port is 8080, where another program listens.'",
        "8081, 'management.server.port is 8081, where another program listens.'"
    })
    void the_property_of_the_port_is_named_and_the_options_for_others(int port, String sentence) {
        var failure = new IllegalStateException(new PortInUseException(port));

        FailureAnalysis analysis = requireNonNull(new TakenPort(environment).analyze(failure));

        assertThat(analysis.getDescription()).isEqualTo(sentence);
        assertThat(analysis.getAction())
                .matches("Stop that program, or start on free ports: "
                        + "--server\\.port=\\d+ --management\\.server\\.port=\\d+");
    }

    @Test
    void the_options_leave_out_a_port_that_is_taken() throws IOException {
        try (var socket = new ServerSocket()) {
            take(socket, 8090);
            assertThat(TakenPort.options()).doesNotContain("8090");
        }
    }

    private static void take(ServerSocket socket, int port) throws IOException {
        try {
            socket.bind(new InetSocketAddress(port));
        } catch (BindException taken) {
            // Another program has it.
        }
    }
}
