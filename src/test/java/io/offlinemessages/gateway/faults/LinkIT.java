package io.offlinemessages.gateway.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import io.offlinemessages.gateway.e2e.RawConnection;
import io.offlinemessages.gateway.e2e.RawResponse;
import io.offlinemessages.gateway.e2e.RunningGateway;
import io.offlinemessages.gateway.tools.NeedsTools;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * An upstream behind a link that is slow, loses packets or is cut, under load: what is cached is answered throughout, and
 * everything else again soon after. Needs root, for a network namespace, and in part the kernel's netem.
 */
@NeedsTools({"ip", "tc"})
@Tag("alone")
class LinkIT {

    private static final Duration BREAKER_WAIT = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ENOUGH = 200;
    private static final int FEW = 20;

    private final AtomicLong lastId = new AtomicLong(1_000_000);
    private @Nullable Link link;
    private @Nullable FarUpstream upstream;

    @BeforeEach
    void lay() throws Exception {
        try {
            link = new Link();
        } catch (IOException e) {
            abort("needs root and network namespaces: " + e.getMessage());
        }
        upstream = new FarUpstream(link());
        await().atMost(PATIENCE).until(upstream::isUp);
    }

    @AfterEach
    void remove() throws IOException {
        if (upstream != null) {
            upstream.close();
        }
        if (link != null) {
            link.close();
        }
    }

    @Test
    void a_link_with_a_delay_of_200_ms_costs_no_caller_an_error() throws Exception {
        needNetem();
        underLoad((gateway, callers) -> {
            link().disturb("delay", "200ms");
            callers.awaitRight(ENOUGH);
            assertThat(callers.errors()).isZero();
        });
    }

    @Test
    void while_the_link_loses_a_twentieth_of_the_packets_what_is_cached_is_answered() throws Exception {
        needNetem();
        underLoad((gateway, callers) -> {
            link().disturb("loss", "5%");
            callers.awaitRight(ENOUGH);
        });
    }

    @Test
    void while_the_link_is_cut_what_is_cached_is_answered_and_soon_after_everything_is() throws Exception {
        underLoad((gateway, callers) -> cut(gateway, callers, Duration.ZERO));
    }

    @Test
    @Tag("endurance")
    void a_cut_of_half_a_minute_is_the_same() throws Exception {
        underLoad((gateway, callers) -> cut(gateway, callers, Duration.ofSeconds(30)));
    }

    private void cut(RunningGateway gateway, Callers callers, Duration length) throws IOException {
        link().cut();
        long end = System.nanoTime() + length.toNanos();
        do {
            callers.awaitErrors(FEW);
            callers.awaitRight(FEW);
        } while (System.nanoTime() - end < 0);
        link().mend();
        await().atMost(BREAKER_WAIT.multipliedBy(2)).until(() -> isAnswered(gateway));
    }

    private boolean isAnswered(RunningGateway gateway) {
        Question question = Documented.detail(lastId.incrementAndGet());
        RawResponse response = RawConnection.get(gateway.port(), question.target(), "john");
        return question.isRight(response);
    }

    private void needNetem() {
        try {
            link().disturb("delay", "0ms");
        } catch (IOException e) {
            abort("needs the kernel's netem: " + e.getMessage());
        }
    }

    private void underLoad(During during) throws Exception {
        String url = Objects.requireNonNull(upstream).url();
        try (var gateway = new RunningGateway(Callers.gatewayProperties(url, BREAKER_WAIT));
                var callers = new Callers(gateway, LinkIT::question)) {
            callers.awaitRight(ENOUGH);
            during.run(gateway, callers);
            callers.awaitRight(ENOUGH);
            assertThat(callers.wrong()).isEmpty();
        }
    }

    /** Most of them for some cached messages and the list, which is cached, too, the others for messages that nobody has asked for. */
    private static Question question(long number) {
        return switch ((int) (number % 10)) {
            case 8 -> Documented.list().cached();
            case 9 -> Documented.detail(1_000 + number);
            default -> Documented.detail(1 + number % Callers.FIRST).cached();
        };
    }

    private Link link() {
        return Objects.requireNonNull(link);
    }

    private interface During {
        void run(RunningGateway gateway, Callers callers) throws IOException;
    }
}
