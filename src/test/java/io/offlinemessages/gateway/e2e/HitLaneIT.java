package io.offlinemessages.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.LoggerFactory;

/** With the hit lane and its memo, with the lane alone, and without both, callers and operators see the same. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HitLaneIT {

    private static final String LIST = "/api/offlinemessages/";

    private final SandboxUpstream sandbox = new SandboxUpstream();
    private final Seen with = see(true, true);
    private final Seen alone = see(true, false);
    private final Seen without = see(false, true);

    @BeforeAll
    void look() {
        with.converse();
        alone.converse();
        without.converse();
    }

    @AfterAll
    void stop() {
        sandbox.close();
    }

    @Test
    void callers_get_the_same_bytes() {
        assertSameBytes(with);
        assertSameBytes(alone);
    }

    private void assertSameBytes(Seen seen) {
        assertThat(seen.transcripts).hasSameSizeAs(without.transcripts);
        for (int i = 0; i < seen.transcripts.size(); i++) {
            assertThat(seen.transcripts.get(i))
                    .as("the answers to\n%s", seen.conversations.get(i))
                    .isEqualTo(without.transcripts.get(i));
        }
    }

    @Test
    void meters_count_the_same() {
        assertThat(with.counts).isNotEmpty().containsExactlyEntriesOf(without.counts);
        assertThat(alone.counts).containsExactlyEntriesOf(without.counts);
    }

    /** In another order, because a line is written when an answer has gone, and the next may have gone then, too. */
    @Test
    void the_access_log_has_the_same_lines() {
        List<String> expected = without.lines.stream().sorted().toList();
        assertThat(with.lines.stream().sorted().toList()).isNotEmpty().containsExactlyElementsOf(expected);
        assertThat(alone.lines.stream().sorted().toList()).containsExactlyElementsOf(expected);
    }

    @Test
    void the_lane_answers_what_it_can_and_nothing_else_reaches_it_when_it_is_off() {
        assertThat(without.reached - with.reached).isGreaterThan(with.transcripts.size());
        assertThat(alone.reached).isEqualTo(with.reached);
    }

    private Seen see(boolean lane, boolean memo) {
        return new Seen(sandbox, List.of("--gateway.hit-lane.enabled=" + lane, "--gateway.hit-lane.memo=" + memo));
    }

    /** What there is to see of one gateway. */
    private static final class Seen {

        private final SandboxUpstream sandbox;
        private final List<String> lane;
        private final List<String> conversations = new ArrayList<>();
        private final List<String> transcripts = new ArrayList<>();
        private final List<String> lines = new ArrayList<>();
        private final Map<String, String> counts = new TreeMap<>();
        private int reached;

        Seen(SandboxUpstream sandbox, List<String> lane) {
            this.sandbox = sandbox;
            this.lane = lane;
        }

        void converse() {
            var exchanges = new Exchanges();
            var log = new ListAppender<ILoggingEvent>();
            var logger = (Logger) LoggerFactory.getLogger("access");
            log.start();
            try (var gateway = new RunningGateway(
                    exchanges,
                    sandbox.gatewayProperties(),
                    "--gateway.cache.ttl=1h",
                    "--gateway.cache.list.ttl=1h",
                    "--gateway.cache.not-found-ttl=1h",
                    lane.get(0),
                    lane.get(1))) {
                // The start has reset the log.
                logger.addAppender(log);
                String etag = RawConnection.get(gateway.port(), LIST + "744", "john")
                        .header("ETag")
                        .orElseThrow();
                RawConnection.get(gateway.port(), LIST + "744", "agent");
                RawConnection.get(gateway.port(), LIST + "740", "john");
                RawConnection.get(gateway.port(), LIST, "john");
                gateway.ticker().advance(Duration.ofSeconds(7));
                conversations.addAll(new OddRequests(20_260_101, etag).conversations(400));
                conversations.forEach(conversation -> transcripts.add(transcript(gateway.port(), conversation)));
                read(RawConnection.get(gateway.managementPort(), "/actuator/prometheus", "john")
                        .text());
            } finally {
                logger.detachAppender(log);
            }
            reached = exchanges.count();
            log.list.forEach(event -> lines.add(event.getFormattedMessage()
                    .replaceAll("duration=\\S+|request=\\S+|trace=(?!0af7651916cd)\\S+", "")));
        }

        private void read(String scrape) {
            counts.putAll(scrape.lines()
                    .filter(line -> line.matches(
                            "(http_server_requests_seconds_count|gateway_\\w+_total|cache_\\w+_total|cache_size)\\{.*"))
                    .collect(Collectors.toMap(
                            line -> line.substring(0, line.lastIndexOf(' ')),
                            line -> line.substring(line.lastIndexOf(' ') + 1))));
        }

        private static String transcript(int port, String conversation) {
            var answers = new ByteArrayOutputStream();
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(20_000);
                socket.getOutputStream().write(conversation.getBytes(StandardCharsets.ISO_8859_1));
                for (int b = socket.getInputStream().read();
                        b >= 0;
                        b = socket.getInputStream().read()) {
                    answers.write(b);
                }
            } catch (SocketTimeoutException e) {
                throw new UncheckedIOException(e);
            } catch (IOException reset) {
                // The gateway has closed the connection before it read all of it.
            }
            return answers.toString(StandardCharsets.ISO_8859_1)
                    .replaceAll("Date: [^\r]+ GMT", "Date: …")
                    .replaceAll("X-Request-Id: [0-9a-f]{16}\r", "X-Request-Id: …\r");
        }
    }
}
