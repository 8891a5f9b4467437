package io.offlinemessages.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.search.Search;
import io.offlinemessages.gateway.contract.OpenApiDocument;
import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import io.offlinemessages.gateway.tools.NeedsTools;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The OpenAPI document on both ports, and its page on the management port. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiIT {

    private final SandboxUpstream sandbox = new SandboxUpstream();
    private final RunningGateway gateway = RunningGateway.shared(sandbox.gatewayProperties());

    @AfterAll
    void stop() {
        gateway.close();
        sandbox.close();
    }

    @Test
    void the_document_is_the_packaged_one_on_both_ports() {
        var packaged = OpenApiDocument.packaged();
        for (int port : new int[] {gateway.port(), gateway.managementPort()}) {
            RawResponse response = RawConnection.exchange(port, "GET /openapi.yaml HTTP/1.1\r\nHost: gateway\r\n\r\n");
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.header("Content-Type")).contains("application/yaml");
            assertThat(response.body()).isEqualTo(packaged.body());
        }
    }

    @Test
    void its_entity_tag_saves_the_content() {
        String etag = OpenApiDocument.packaged().etag();
        assertThat(ask("If-None-Match: " + etag).status()).isEqualTo(304);
        assertThat(ask("If-None-Match: \"another\"").header("ETag")).contains(etag);
    }

    @ParameterizedTest
    @CsvSource({
        "/docs/, text/html",
        "/docs/viewer.js, text/javascript",
        "/docs/viewer.css, text/css",
        "/docs/swagger-ui-bundle.js, text/javascript",
        "/docs/swagger-ui.css, text/css",
        "/docs/favicon-32x32.png, image/png"
    })
    void the_page_has_its_files_on_the_management_port_and_may_load_no_others(String path, String type) {
        RawResponse response = RawConnection.manage(gateway.managementPort(), path);
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("Content-Type")).contains(type);
        assertThat(response.header("X-Content-Type-Options")).contains("nosniff");
        assertThat(response.header("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'; ")
                .doesNotContain("unsafe", "http", "*");
        assertThat(response.body()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/docs/index.html",
                "/docs/swagger-ui.js",
                "/docs/../openapi.yaml",
                "/docs/%2e%2e/application.yaml",
                "/docs/x/viewer.js",
                "/viewer/viewer.js",
                "/webjars/swagger-ui/swagger-ui.css",
                "/webjars/swagger-ui/5.34.1/swagger-ui.css"
            })
    void nothing_else_of_the_archive_is_there(String path) {
        assertThat(RawConnection.manage(gateway.managementPort(), path).status())
                .isEqualTo(404);
    }

    @Test
    void the_page_is_found_without_its_last_slash() {
        RawResponse response = RawConnection.manage(gateway.managementPort(), "/docs");
        assertThat(response.status()).isEqualTo(308);
        assertThat(response.header("Location")).contains("docs/");
    }

    @Test
    @NeedsTools("chromium")
    void a_browser_shows_both_operations_and_has_nothing_to_complain_of() throws IOException {
        long refused = requests("outcome", "CLIENT_ERROR");
        long files = requests("uri", "/docs/{file}");

        Chromium page = Chromium.open(page(""));

        assertThat(page.console()).isEmpty();
        assertThat(page.dom())
                .contains("id=\"operations-messages-getOfflineMessages\"", "data-path=\"/api/offlinemessages/\"")
                .contains("id=\"operations-messages-getOfflineMessage\"", "data-path=\"/api/offlinemessages/{id}\"")
                .contains("One page of the list of messages", "One message with its replies");
        assertThat(requests("uri", "/docs/{file}")).as("files loaded").isGreaterThanOrEqualTo(files + 4);
        assertThat(requests("outcome", "CLIENT_ERROR")).as("files not found").isEqualTo(refused);
    }

    @Test
    @NeedsTools("chromium")
    void an_operation_opens_with_its_parameters_and_errors() throws IOException {
        Chromium page = Chromium.open(page("#/messages/getOfflineMessage"));

        assertThat(page.console()).isEmpty();
        assertThat(page.dom())
                .contains("If-None-Match", "only-if-cached", "Bad credentials", "No Record found")
                .doesNotContain("Try it out");
    }

    @Test
    @NeedsTools("chromium")
    void an_operation_whose_content_has_no_schema_opens_too() throws IOException {
        Chromium page = Chromium.open(page("#/description/getDocument"));

        assertThat(page.console()).isEmpty();
        assertThat(page.dom()).contains("application/yaml", "The request is malformed.");
    }

    @Test
    @NeedsTools("chromium")
    void what_a_browser_complains_of_is_heard() throws IOException {
        String page = "data:text/html,<meta http-equiv='Content-Security-Policy' content=\"img-src 'none'\">"
                + "<img src='http://example.com/'><script>console.error('a complaint')</script>";
        assertThat(Chromium.open(page).console()).contains("a complaint", "Content Security Policy");
    }

    private long requests(String tag, String value) {
        return Search.in(gateway.context().getBean(MeterRegistry.class))
                .name("http.server.requests")
                .tag(tag, value)
                .timers()
                .stream()
                .mapToLong(Timer::count)
                .sum();
    }

    private String page(String fragment) {
        return "http://127.0.0.1:" + gateway.managementPort() + "/docs/" + fragment;
    }

    private RawResponse ask(String field) {
        return RawConnection.exchange(
                gateway.port(), "GET /openapi.yaml HTTP/1.1\r\nHost: gateway\r\n" + field + "\r\n\r\n");
    }
}
