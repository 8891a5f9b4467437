package io.offlinemessages.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.offlinemessages.gateway.contract.Accounts;
import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** How often a request is decided about, counted and looked up where there is a hit lane in front of WebFlux. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HitLaneCostIT {

    private static final String HIT = "/api/offlinemessages/744";
    private static final String PAGE = "/api/offlinemessages?page_no=2";
    private static final String REMEMBERED_404 = "/api/offlinemessages/7404";

    private final AtomicInteger admissions = new AtomicInteger();
    private final SandboxUpstream sandbox = new SandboxUpstream();
    private final RunningGateway gateway = new RunningGateway(
            this::countAdmissions,
            sandbox.gatewayProperties(),
            "--gateway.limits.requests-per-minute=1000",
            "--gateway.upstream.response-timeout=20s",
            "--gateway.upstream.deadline=20s");

    @BeforeAll
    void warm() {
        assertThat(ask(HIT).status()).isEqualTo(200);
        assertThat(ask(PAGE).status()).isEqualTo(200);
        assertThat(ask(REMEMBERED_404).status()).isEqualTo(404);
    }

    @AfterAll
    void stop() {
        gateway.close();
        sandbox.close();
    }

    @ParameterizedTest
    @CsvSource({
        // Only the lane.
        HIT + ", 1, 1",
        PAGE + ", 1, 1",
        // The lane has to know whose entry to look for; WebFlux decides for itself.
        "/api/offlinemessages/7405, 2, 1",
        "/api/offlinemessages/?page_no=7, 2, 1",
        REMEMBERED_404 + ", 2, 1"
    })
    void each_is_counted_once_and_decided_about_where_the_answer_may_be(String target, int decisions, int looks) {
        int left = remaining(ask(HIT));
        int admitted = admissions.get();
        double lookedUp = looks();
        double counted = gateway.count("gateway.admission", "outcome", "admitted");

        RawResponse response = ask(target);

        assertThat(remaining(response)).as("what is left of the rate").isEqualTo(left - 1);
        assertThat(admissions.get() - admitted).as("decisions").isEqualTo(decisions);
        assertThat(looks() - lookedUp).as("looks that the cache counts").isEqualTo(looks);
        assertThat(gateway.count("gateway.admission", "outcome", "admitted") - counted)
                .as("requests that are counted")
                .isEqualTo(1);
    }

    @Test
    void what_the_caller_may_not_have_is_no_look_into_the_cache() {
        double before = looks();

        assertThat(RawConnection.get(gateway.port(), HIT, "agent").status()).isEqualTo(403);
        assertThat(RawConnection.get(gateway.port(), HIT, "nobody").status()).isEqualTo(401);

        assertThat(looks()).isEqualTo(before);
    }

    private RawResponse ask(String target) {
        return RawConnection.get(gateway.port(), target, "john");
    }

    private double looks() {
        return gateway
                .context()
                .getBean(MeterRegistry.class)
                .find("cache.gets")
                .tag("cache", "messages")
                .functionCounters()
                .stream()
                .mapToDouble(FunctionCounter::count)
                .sum();
    }

    private static int remaining(RawResponse response) {
        String field = response.header("RateLimit").orElseThrow();
        return Integer.parseInt(field.replaceAll(".*;r=(\\d+);.*", "$1"));
    }

    /** Admission asks for the account of each request that it lets go on. */
    private SpringApplicationBuilder countAdmissions(SpringApplicationBuilder application) {
        return application.initializers((ConfigurableApplicationContext context) -> context.getBeanFactory()
                .addBeanPostProcessor(new BeanPostProcessor() {
                    @Override
                    public Object postProcessAfterInitialization(Object bean, String name) {
                        return bean instanceof Accounts accounts ? counting(accounts) : bean;
                    }
                }));
    }

    private Accounts counting(Accounts accounts) {
        return new Accounts(accounts.mode(), () -> {
            admissions.incrementAndGet();
            return accounts.own().get();
        });
    }
}
