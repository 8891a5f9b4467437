package io.offlinemessages.gateway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.offlinemessages.gateway.e2e.RunningGateway;
import io.offlinemessages.gateway.upstream.NameServer;
import io.offlinemessages.gateway.upstream.Origin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.support.GenericApplicationContext;

/**
 * Every fault of the upstream, for list and detail, with nothing, something fresh and something stale in the cache, with the
 * circuit closed, half-open and open: what callers get is what the contract says. The grid of it is written to
 * {@code target/fault-matrix.txt}.
 */
class FaultMatrixIT {

    private static final List<Fault<Asked.Script>> ANSWERS = RequestFaults.all();
    private static final List<Fault<Outage>> OUTAGES = Outage.all();
    private static final Grid GRID = new Grid(ANSWERS, OUTAGES);

    @AfterAll
    static void write() throws IOException {
        GRID.write();
    }

    @Test
    void whatever_is_wrong_with_an_answer_callers_get_what_the_contract_says() {
        List<Cell<Asked.Script>> cells = Cell.product(ANSWERS);
        var answers = new FaultyAnswers();
        try (var origin = new Origin(answers::serve);
                var gateway = new RunningGateway(
                        Matrix.gatewayProperties(origin.url().toString()),
                        "--gateway.upstream.connect-timeout=6s",
                        "--gateway.upstream.response-timeout=6s",
                        "--gateway.upstream.deadline=7s")) {
            var matrix = new Matrix<>(gateway, answers, GRID, cells);
            matrix.store();
            cells.forEach(cell -> answers.script(cell.number(), cell.fault().cause()));
            for (CircuitBreaker.State circuit : Cell.CIRCUITS) {
                matrix.circuit(circuit);
                matrix.ask(
                        cells.stream().filter(cell -> cell.circuit() == circuit).toList());
            }
            answers.heal();
            matrix.recover();
            assertThat(matrix.differences()).isEmpty();
        }
    }

    @Test
    void whatever_is_wrong_on_the_way_to_the_upstream_callers_get_what_the_contract_says(@TempDir Path folder)
            throws Exception {
        List<Cell<Outage>> cells = Cell.product(OUTAGES);
        var certificates = new Certificates(folder);
        var answers = new FaultyAnswers();
        try (var way = new Way(certificates, answers::serve);
                var gateway = new RunningGateway(
                        application -> asking(way.names(), application),
                        Matrix.gatewayProperties(way.url()),
                        "--spring.cloud.gateway.server.webflux.httpclient.ssl.trusted-x509-certificates="
                                + certificates.issuer().toUri(),
                        "--spring.cloud.gateway.server.webflux.httpclient.ssl.handshake-timeout=2s",
                        "--gateway.upstream.connect-timeout=1s",
                        "--gateway.upstream.response-timeout=3s",
                        "--gateway.upstream.deadline=3s",
                        "--resilience4j.retry.configs.default.max-attempts=2")) {
            var matrix = new Matrix<>(gateway, answers, GRID, cells);
            matrix.store();
            for (Fault<Outage> outage : OUTAGES) {
                outage.cause().befall(way);
                // An address that DNS has told may be used for so long without it.
                gateway.ticker().advance(Duration.ofMinutes(11));
                for (CircuitBreaker.State circuit : Cell.CIRCUITS) {
                    matrix.circuit(circuit);
                    matrix.ask(cells.stream()
                            .filter(cell -> cell.fault().equals(outage) && cell.circuit() == circuit)
                            .toList());
                }
                way.heal();
                matrix.awaitGood();
            }
            matrix.recover();
            assertThat(matrix.differences()).isEmpty();
        }
    }

    private static SpringApplicationBuilder asking(NameServer names, SpringApplicationBuilder application) {
        return application.initializers(context -> ((GenericApplicationContext) context)
                .registerBean("names", DnsServerAddressStreamProvider.class, names::asked));
    }
}
