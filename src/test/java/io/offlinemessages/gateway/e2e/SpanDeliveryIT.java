package io.offlinemessages.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** How spans get to the collector, and what a collector that does not do its part costs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class SpanDeliveryIT {

    private static final String DETAIL = "/api/offlinemessages/744";
    private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

    private final SandboxUpstream sandbox = new SandboxUpstream();

    @AfterAll
    void stop() {
        sandbox.close();
    }

    @Test
    void spans_are_sent_and_what_waits_at_the_end_too_but_never_meters_and_logs() {
        try (var collector = new SpanCollector()) {
            try (var gateway = new RunningGateway(
                    sandbox.gatewayProperties(),
                    collector.properties("--management.opentelemetry.tracing.export.schedule-delay=1h"))) {
                RawConnection.get(
                        gateway.port(), DETAIL, "john", "traceparent: 00-" + TRACE_ID + "-b7ad6b7169203331-01");

                assertThat(gateway.context().getBeansOfType(MeterRegistry.class).values())
                        .hasOnlyElementsOfType(PrometheusMeterRegistry.class);
                assertThat(List.of(MeterProvider.class, SdkLoggerProvider.class, LogRecordProcessor.class))
                        .allSatisfy(type -> assertThat(gateway.context().getBeanNamesForType(type))
                                .isEmpty());
            }
            assertThat(collector.spansOf(TRACE_ID)).hasSize(2);
        }
    }

    @Test
    void a_collector_that_is_not_there_costs_one_sentence_and_is_used_once_it_is(CapturedOutput output)
            throws IOException {
        int port = freePort();
        String endpoint = "http://127.0.0.1:" + port + "/v1/traces";
        try (var gateway = new RunningGateway(sandbox.gatewayProperties(), SpanCollector.propertiesFor(endpoint))) {
            askUntil(gateway, () -> output.getOut().contains("Spans cannot be sent to " + endpoint + ": "));
            try (var collector = new SpanCollector(port)) {
                askUntil(gateway, () -> output.getOut().contains("Spans are sent to " + endpoint + " again."));
                assertThat(collector.spans()).isNotEmpty();

                collector.answers(404);
                askUntil(gateway, () -> output.getOut().contains(endpoint + ": it refuses them."));
            }
        }
        assertThat(output.getOut().lines().filter(line -> line.contains("Spans cannot be sent")))
                .hasSize(2);
        assertThat(output.getAll()).doesNotContain("\tat ", "Failed to export", "shutdown()");
    }

    @Test
    void a_collector_that_never_answers_keeps_no_caller_waiting_and_the_end_only_for_a_while() throws IOException {
        long closing;
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            try (var gateway = new RunningGateway(
                    sandbox.gatewayProperties(),
                    SpanCollector.propertiesFor("http://127.0.0.1:" + silent.getLocalPort() + "/v1/traces"))) {
                for (int i = 0; i < 100; i++) {
                    assertThat(RawConnection.get(gateway.port(), DETAIL, "john").status())
                            .isEqualTo(200);
                }
                closing = System.nanoTime();
            }
        }
        // Two batches of 3 s, and time for the gateway's own end.
        assertThat(Duration.ofNanos(System.nanoTime() - closing)).isLessThan(Duration.ofSeconds(18));
    }

    @Test
    void event_loops_that_hand_over_spans_at_once_do_not_wait_for_each_other() throws Exception {
        try (var collector = new SpanCollector();
                var gateway = new RunningGateway(
                        sandbox.gatewayProperties(),
                        // Each span wakes the thread that sends, which is where event loops meet.
                        collector.properties("--management.opentelemetry.tracing.export.max-batch-size=1"))) {
            var threads = Executors.newFixedThreadPool(16);
            try {
                var callers = threads.invokeAll(
                        Collections.<Callable<List<Integer>>>nCopies(16, () -> ask(gateway.port(), 250)));
                for (var caller : callers) {
                    assertThat(caller.get()).containsOnly(200);
                }
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private static List<Integer> ask(int port, int times) {
        try (var connection = new RawConnection(port)) {
            return IntStream.range(0, times)
                    .map(i -> {
                        connection.send(RawConnection.head("GET", DETAIL, "john"));
                        return connection.receive(false).status();
                    })
                    .boxed()
                    .toList();
        }
    }

    /** Goes on asking, which must go on being answered. */
    private static void askUntil(RunningGateway gateway, Callable<Boolean> seen) {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            assertThat(RawConnection.get(gateway.port(), DETAIL, "john").status())
                    .isEqualTo(200);
            return seen.call();
        });
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
