package io.offlinemessages.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.offlinemessages.gateway.contract.GatewayMeter;
import io.offlinemessages.gateway.contract.SeriesName;
import io.offlinemessages.gateway.prometheus.Promtool;
import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import io.offlinemessages.gateway.shared.RedisProcess;
import io.offlinemessages.gateway.tools.NeedsTools;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators see on the management port after some of everything has happened. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ObservabilityIT {

    private static final String LIST = "/api/offlinemessages/";

    private final SandboxUpstream sandbox = new SandboxUpstream();
    private final RedisProcess redis = new RedisProcess();
    private final RunningGateway gateway = new RunningGateway(
            sandbox.gatewayProperties(),
            "--gateway.upstream.requests-per-minute=1000",
            "--gateway.shared.redis-url=" + redis.url(),
            "--gateway.shared.secret=" + "A".repeat(43) + '=',
            "--gateway.shared.replicas=1");
    private String scrape = "";

    @BeforeAll
    void use() {
        for (String target : List.of(
                LIST,
                LIST + "744",
                LIST + "744",
                LIST + "9005",
                LIST + "-14",
                "/secret-path",
                "/api/secret-path",
                "/openapi.yaml")) {
            RawConnection.get(gateway.port(), target, "john");
        }
        RawConnection.get(gateway.port(), LIST + "744", "agent");
        RawConnection.get(gateway.port(), LIST + "744", "nobody");
        RawConnection.exchange(gateway.port(), RawConnection.head("SECRETMETHOD", LIST, "john"));
        gateway.ticker().advance(Duration.ofSeconds(31));
        RawConnection.get(gateway.port(), LIST + "744", "john");
        Awaitility.await().until(() -> gateway.count("gateway.cache.refreshes") > 0);
        manage("/actuator/health");
        manage("/actuator/no-such-endpoint");
        scrape = manage("/actuator/prometheus").text();
    }

    @AfterAll
    void stop() {
        gateway.close();
        redis.close();
        sandbox.close();
    }

    @ParameterizedTest
    @EnumSource
    void every_meter_of_the_catalogue_is_there_with_its_tags_and_its_description(GatewayMeter meter) {
        String name = SeriesName.of(meter);
        assertThat(scrape).contains("# HELP " + name + " " + meter.description());
        String series =
                scrape.lines().filter(line -> line.startsWith(name)).findFirst().orElseThrow();
        assertThat(meter.tags()).allSatisfy(tag -> assertThat(series).contains(tag + "=\""));
    }

    @Test
    void requests_are_counted_by_route_and_never_by_path_user_or_method_of_the_callers_making() {
        assertThat(scrape)
                .contains("http_server_requests_seconds_count{")
                .contains("uri=\"list\"")
                .contains("uri=\"detail\"")
                .contains("uri=\"openapi\"")
                .contains("uri=\"none\"");
        List<String> labels = Pattern.compile("=\"([^\"]*)\"")
                .matcher(scrape)
                .results()
                .map(label -> label.group(1))
                .toList();
        assertThat(labels).isNotEmpty().noneMatch(label -> label.matches("(?i).*(secret|744|john|agent).*"));
    }

    /** Of every name and status, with the bounds that tell hits from misses and these from time-outs. */
    @ParameterizedTest
    @CsvSource({
        "list, 200, miss, 1",
        "detail, 200, hit, 1",
        "detail, 200, miss, 1",
        "detail, 200, stale, 1",
        "detail, 502, miss, 1",
        "detail, 400, none, 1",
        "none, 401, none, 1",
        "/actuator/health, 200, none, 1"
    })
    void latencies_are_told_by_route_and_by_how_the_cache_answered(
            String uri, String status, String cache, String count) {
        List<String> buckets = scrape.lines()
                .filter(line -> line.startsWith("http_server_requests_seconds_bucket{"))
                .filter(line -> line.contains("cache=\"" + cache + "\"")
                        && line.contains("method=\"GET\"")
                        && line.contains("status=\"" + status + "\"")
                        && line.contains("uri=\"" + uri + "\""))
                .toList();
        assertThat(buckets)
                .extracting(line -> line.replaceAll(".*le=\"([^\"]*)\".*", "$1"))
                .containsExactly(
                        "5.0E-4", "0.001", "0.002", "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1.0",
                        "2.0", "3.5", "5.5", "10.0", "+Inf");
        assertThat(buckets.get(buckets.size() - 1)).endsWith(" " + count);
    }

    @Test
    @NeedsTools("promtool")
    void promtool_has_nothing_to_say_about_the_scrape() {
        assertThat(Promtool.run(scrape, "check", "metrics")).isEqualTo(new Promtool(0, ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gateway_admission_total{application=\"offline-messages-gateway\",outcome=\"bad_credentials\"} 1.0",
                "gateway_admission_total{application=\"offline-messages-gateway\",outcome=\"detail_forbidden\"} 1.0",
                "gateway_admission_total{application=\"offline-messages-gateway\",outcome=\"published\"} 1.0",
                "gateway_cache_requests_total{application=\"offline-messages-gateway\",result=\"hit\",route=\"detail\"} 1.0",
                "gateway_cache_requests_total{application=\"offline-messages-gateway\",result=\"stale\",route=\"detail\"} 1.0",
                "gateway_cache_refreshes_total{application=\"offline-messages-gateway\",outcome=\"found\",route=\"detail\"} 1.0",
                "gateway_password_checks_total{application=\"offline-messages-gateway\",result=\"verified\"} 2.0",
                "gateway_password_checks_total{application=\"offline-messages-gateway\",result=\"wrong\"} 1.0",
                "gateway_users_file_refused{application=\"offline-messages-gateway\"} 0.0",
                "gateway_failures_total{application=\"offline-messages-gateway\",cause=\"server_error\",fault=\"upstream\"} 1.0",
                "gateway_shared_up{application=\"offline-messages-gateway\"} 1.0",
                "gateway_shared_login_files_refused{application=\"offline-messages-gateway\"} 0.0",
                "gateway_upstream_credential_files_refused{application=\"offline-messages-gateway\"} 0.0",
                "gateway_shared_members{application=\"offline-messages-gateway\"} 1.0",
                "gateway_shared_sealed_refused_total{application=\"offline-messages-gateway\"} 0.0",
                "gateway_shared_commands_seconds_count{application=\"offline-messages-gateway\",outcome=\"replied\",script=\"spend\"} ",
                "gateway_upstream_budget_limit{application=\"offline-messages-gateway\"} 1000.0",
                "gateway_upstream_budget_used{application=\"offline-messages-gateway\"} 4.0",
                "gateway_upstream_requests_seconds_bucket{application=\"offline-messages-gateway\",outcome=\"found\",route=\"detail\",le=\"5.5\"} 2",
                "cache_gets_total{application=\"offline-messages-gateway\",cache=\"messages\",result=\"hit\"}",
                "resilience4j_circuitbreaker_state{application=\"offline-messages-gateway\",name=\"detail\",state=\"closed\"} 1.0",
                "resilience4j_retry_calls_total{",
                "resilience4j_bulkhead_available_concurrent_calls{"
            })
    void the_scrape_tells_what_happened(String series) {
        assertThat(scrape).contains(series);
    }

    @Test
    void a_gateway_that_has_started_is_ready_and_alive_whatever_the_upstream_does() {
        sandbox.server().stubFor(WireMock.any(WireMock.anyUrl()).atPriority(1).willReturn(WireMock.serverError()));
        for (int page = 101; page <= 112; page++) {
            RawConnection.get(gateway.port(), LIST + "?page_no=" + page, "john");
        }
        assertThat(manage("/actuator/prometheus").text()).contains("name=\"list\",state=\"open\"} 1.0");
        assertThat(manage("/actuator/health/readiness").text())
                .contains("\"status\":\"UP\"", "\"readinessState\"")
                .doesNotContain("users");
        assertThat(manage("/actuator/health/liveness").status()).isEqualTo(200);
        assertThat(manage("/actuator/health").status()).isEqualTo(200);
    }

    @Test
    void info_tells_version_and_commit() {
        assertThat(manage("/actuator/info").text()).contains("\"version\":", "\"commit\":");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "env",
                "configprops",
                "beans",
                "heapdump",
                "threaddump",
                "loggers",
                "gateway",
                "circuitbreakers",
                "metrics"
            })
    void nothing_else_is_exposed(String endpoint) {
        assertThat(manage("/actuator/" + endpoint).status()).isEqualTo(404);
    }

    @Test
    void the_api_is_not_on_the_management_port() {
        assertThat(RawConnection.get(gateway.managementPort(), LIST + "744", "john")
                        .status())
                .isEqualTo(404);
    }

    private RawResponse manage(String path) {
        return RawConnection.manage(gateway.managementPort(), path);
    }
}
