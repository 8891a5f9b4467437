package io.offlinemessages.gateway.e2e;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a gateway does when callers ask for more than it allows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LimitsIT {

    private static final String DETAIL = "/api/offlinemessages/744";

    private final SandboxUpstream sandbox = new SandboxUpstream();

    @AfterAll
    void stop() {
        sandbox.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void each_caller_has_requests_of_its_own_whichever_way_they_are_answered(boolean hitLane) {
        try (var gateway = gateway(
                "--gateway.limits.requests-per-minute=5",
                "--gateway.access.detail-roles=Super Admin,Admin",
                "--gateway.hit-lane.enabled=" + hitLane)) {
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                statuses.add(RawConnection.get(gateway.port(), DETAIL, "john").status());
            }
            assertThat(statuses).containsExactly(200, 200, 200, 200, 200, 429, 429);
            assertThat(RawConnection.get(gateway.port(), DETAIL, "admin").status())
                    .isEqualTo(200);
            assertThat(gateway.count("gateway.cache.requests"))
                    .as("what was not refused")
                    .isEqualTo(6);
            assertThat(gateway.count("gateway.admission", "outcome", "request_rate_exceeded"))
                    .isEqualTo(2);
        }
    }

    @Test
    void beyond_the_requests_in_flight_one_more_is_refused_at_once_and_hits_are_not() {
        sandbox.server()
                .stubFor(get(urlPathEqualTo("/api/offlinemessages/8201"))
                        .willReturn(okJson("{\"offline_message_id\":8201}").withFixedDelay(20_000)));
        try (var gateway = gateway(
                "--gateway.limits.requests-in-flight=1",
                "--gateway.upstream.response-timeout=20s",
                "--gateway.upstream.deadline=20s")) {
            assertThat(RawConnection.get(gateway.port(), DETAIL, "john").status())
                    .isEqualTo(200);
            try (var slow = new RawConnection(gateway.port())) {
                slow.send(RawConnection.head("GET", "/api/offlinemessages/8201", "john"));
                // Only then is it in flight: a list that is there before would have it refused instead.
                await().until(() -> !sandbox.server()
                        .findAll(getRequestedFor(urlPathEqualTo("/api/offlinemessages/8201")))
                        .isEmpty());

                RawResponse refused = list(gateway);
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.header("Retry-After")).contains("1");
                assertThat(refused.text())
                        .isEqualTo("{\"error\":[{\"code\":503,\"message\":\"The service is temporarily unavailable."
                                + " Please try again later.\"}]}");
                assertThat(RawConnection.get(gateway.port(), DETAIL, "john").status())
                        .isEqualTo(200);
            }
            await().untilAsserted(() -> assertThat(list(gateway).status()).isEqualTo(200));
        }
    }

    private static RawResponse list(RunningGateway gateway) {
        return RawConnection.get(gateway.port(), "/api/offlinemessages/", "john");
    }

    @Test
    void a_flood_of_passwords_for_one_user_is_throttled_and_holds_up_nobody_who_was_let_in() {
        try (var gateway = gateway("--gateway.limits.failed-logins-per-user=5")) {
            assertThat(RawConnection.get(gateway.port(), DETAIL, "john").status())
                    .isEqualTo(200);
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                statuses.add(guess(gateway, "john@example.com:guess" + i).status());
            }
            assertThat(statuses.subList(0, 5)).containsOnly(401);
            assertThat(statuses.subList(5, 10)).containsOnly(429);

            assertThat(RawConnection.get(gateway.port(), DETAIL, "john").status())
                    .as("remembered")
                    .isEqualTo(200);
            gateway.ticker().advance(Duration.ofMinutes(5));
            for (int i = 0; i < 6; i++) {
                guess(gateway, "john@example.com:again" + i);
            }
            assertThat(RawConnection.get(gateway.port(), DETAIL, "john").status())
                    .as("proven, and to be hashed again")
                    .isEqualTo(200);
        }
    }

    @Test
    void behind_a_trusted_proxy_each_address_has_passwords_of_its_own() {
        try (var gateway =
                gateway("--gateway.limits.failed-logins-per-address=1", "--gateway.trusted-proxies=127.0.0.0/8,::1")) {
            assertThat(guess(gateway, "a:b", "X-Forwarded-For: 198.51.100.1").status())
                    .isEqualTo(401);
            assertThat(guess(gateway, "c:d", "X-Forwarded-For: 198.51.100.1").status())
                    .isEqualTo(429);
            assertThat(guess(gateway, "c:d", "X-Forwarded-For: 198.51.100.2").status())
                    .isEqualTo(401);
            assertThat(guess(gateway, "e:f", "X-Forwarded-For: 198.51.100.3, 198.51.100.1")
                            .status())
                    .as("the nearest proxy's word counts")
                    .isEqualTo(429);
        }
    }

    private RunningGateway gateway(String... properties) {
        return new RunningGateway(sandbox.gatewayProperties(), properties);
    }

    private static RawResponse guess(RunningGateway gateway, String pair, String... fields) {
        String token = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        String more = fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n";
        return RawConnection.exchange(
                gateway.port(),
                "GET " + DETAIL + " HTTP/1.1\r\nHost: gateway\r\nAuthorization: Basic " + token + "\r\n" + more
                        + "\r\n");
    }
}
