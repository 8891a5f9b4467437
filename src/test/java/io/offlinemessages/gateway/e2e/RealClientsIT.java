package io.offlinemessages.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.ExchangeFilterFunctions;
import org.springframework.web.reactive.function.client.WebClient;

/** The hits of real clients take the lane, with all that these clients send of their own accord. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealClientsIT {

    private static final String DETAIL = "/api/offlinemessages/744";
    private static final String MISSED = "/api/offlinemessages/740";
    private static final String BASIC = "Basic " + RawConnection.credentials("john");
    private static final String USERNAME = "jürgen@example.com";
    private static final String PASSWORD = "pässwörd";

    private final SandboxUpstream sandbox = new SandboxUpstream();
    private final Exchanges exchanges = new Exchanges();
    private final RunningGateway gateway = new RunningGateway(
            exchanges,
            sandbox.gatewayProperties(),
            "--gateway.cache.ttl=1h",
            "--gateway.access.users-file=src/test/resources/sandbox/users-beyond-ascii.yaml");
    private final String url = "http://127.0.0.1:" + gateway.port() + DETAIL;

    private String etag = "";

    @BeforeAll
    void warm() {
        etag = RawConnection.get(gateway.port(), DETAIL, "john").header("ETag").orElseThrow();
        RestClient.create()
                .get()
                .uri(url)
                .headers(headers -> headers.setBasicAuth(USERNAME, PASSWORD))
                .retrieve()
                .toBodilessEntity();
    }

    @AfterAll
    void stop() {
        gateway.close();
        sandbox.close();
    }

    @TestFactory
    Stream<DynamicContainer> a_head_that_a_client_sends_takes_the_lane() throws IOException, URISyntaxException {
        var folder = Path.of(Objects.requireNonNull(RealClientsIT.class.getResource("/clients"))
                .toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList().stream()
                    .map(file -> DynamicContainer.dynamicContainer(
                            String.valueOf(file.getFileName()),
                            RealClient.read(file).stream()
                                    .map(client -> DynamicTest.dynamicTest(client.use(), () -> check(client)))));
        }
    }

    private void check(RealClient client) {
        int before = exchanges.count();
        var caller = new RawConnection(gateway.port());
        for (int i = 0; i < 2; i++) {
            caller.send(client.head(etag));
            RawResponse response = caller.receive(false);
            assertThat(response.status()).isEqualTo(client.revalidates() ? 304 : 200);
            assertThat(response.header("Cache-Status").orElseThrow()).contains("; hit");
            if (client.closes()) {
                assertThat(response.header("Connection")).contains("close");
                assertThat(caller.isAtEnd()).isTrue();
                caller.close();
                caller = new RawConnection(gateway.port());
            }
        }
        caller.close();
        assertThat(exchanges.count()).as("requests that came to WebFlux").isEqualTo(before);
    }

    @TestFactory
    Stream<DynamicTest> a_client_that_runs_takes_the_lane() {
        Map<String, Callable<String>> clients = Map.of(
                "HttpClient", this::httpClient,
                "HttpURLConnection", this::urlConnection,
                "RestClient over HttpClient",
                        () -> restClient(RestClient.builder().requestFactory(new JdkClientHttpRequestFactory())),
                "RestClient over HttpURLConnection",
                        () -> restClient(RestClient.builder().requestFactory(new SimpleClientHttpRequestFactory())),
                "WebClient", this::webClient);
        return clients.entrySet().stream()
                .map(client -> DynamicTest.dynamicTest(client.getKey(), () -> {
                    int before = exchanges.count();
                    for (int i = 0; i < 2; i++) {
                        assertThat(client.getValue().call()).contains("\"offline_message_id\"");
                    }
                    assertThat(exchanges.count())
                            .as("requests that came to WebFlux")
                            .isEqualTo(before);
                }));
    }

    private String httpClient() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", BASIC)
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private String urlConnection() throws IOException {
        var connection = URI.create(url).toURL().openConnection();
        connection.setRequestProperty("Authorization", BASIC);
        try (InputStream content = connection.getInputStream()) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String restClient(RestClient.Builder client) {
        return Objects.requireNonNull(client.build()
                .get()
                .uri(url)
                .header("Authorization", BASIC)
                .retrieve()
                .body(String.class));
    }

    private String webClient() {
        return Objects.requireNonNull(WebClient.create()
                .get()
                .uri(url)
                .header("Authorization", BASIC)
                .retrieve()
                .bodyToMono(String.class)
                .block());
    }

    /** Some of these write UTF-8, and some ISO-8859-1. */
    @TestFactory
    Stream<DynamicTest> credentials_beyond_ascii_take_the_lane_as_each_client_writes_them() {
        Map<String, Callable<String>> clients = Map.of(
                "HttpClient with an Authenticator",
                        () -> HttpClient.newBuilder()
                                .authenticator(authenticator())
                                .build()
                                .send(
                                        HttpRequest.newBuilder(URI.create(url)).build(),
                                        HttpResponse.BodyHandlers.ofString())
                                .body(),
                "HttpURLConnection with an Authenticator", this::urlConnectionWithAuthenticator,
                "RestClient",
                        () -> Objects.requireNonNull(RestClient.create()
                                .get()
                                .uri(url)
                                .headers(headers -> headers.setBasicAuth(USERNAME, PASSWORD))
                                .retrieve()
                                .body(String.class)),
                "WebClient",
                        () -> Objects.requireNonNull(WebClient.builder()
                                .filter(ExchangeFilterFunctions.basicAuthentication(USERNAME, PASSWORD))
                                .build()
                                .get()
                                .uri(url)
                                .retrieve()
                                .bodyToMono(String.class)
                                .block()),
                "curl, browsers: UTF-8", () -> read(StandardCharsets.UTF_8),
                "OkHttp, requests, aiohttp, btoa: ISO-8859-1", () -> read(StandardCharsets.ISO_8859_1));
        return clients.entrySet().stream()
                .map(client -> DynamicTest.dynamicTest(client.getKey(), () -> {
                    double hashed = gateway.count("gateway.password.checks", "result", "verified");
                    assertThat(client.getValue().call()).contains("\"offline_message_id\"");
                    assertThat(gateway.count("gateway.password.checks", "result", "verified"))
                            .as("one memory for both encodings")
                            .isEqualTo(hashed);
                }));
    }

    private static Authenticator authenticator() {
        return new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication(USERNAME, PASSWORD.toCharArray());
            }
        };
    }

    private String urlConnectionWithAuthenticator() throws IOException {
        var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
        connection.setAuthenticator(authenticator());
        try (InputStream content = connection.getInputStream()) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** From the lane, whose connection has shown nothing before. */
    private String read(Charset encoding) {
        String token = Base64.getEncoder().encodeToString((USERNAME + ':' + PASSWORD).getBytes(encoding));
        int before = exchanges.count();
        RawResponse response = RawConnection.exchange(
                gateway.port(),
                "GET " + DETAIL + " HTTP/1.1\r\nHost: gateway\r\nAuthorization: Basic " + token + "\r\n\r\n");
        assertThat(exchanges.count()).as("requests that came to WebFlux").isEqualTo(before);
        return response.text();
    }

    /** Whoever is asked by the caller itself is whom all fields are for (RFC 9110 section 7.6.1). */
    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "Host, Authorization", "keep-alive, X-Request-Id", "Accept, traceparent"})
    void fields_that_are_named_as_for_one_connection_are_read_all_the_same(String options) {
        int before = exchanges.count();
        assertThat(RawConnection.get(gateway.port(), DETAIL, "john", "Connection: " + options)
                        .status())
                .isEqualTo(200);
        assertThat(RawConnection.get(gateway.port(), DETAIL, "agent", "Connection: " + options)
                        .status())
                .isEqualTo(403);
        assertThat(exchanges.count()).isEqualTo(before + 2);
    }

    @Test
    void the_request_to_the_upstream_is_whole_whatever_the_caller_names() {
        RawResponse response = RawConnection.get(
                gateway.port(), MISSED, "john", "Connection: Authorization, Accept, traceparent, User-Agent");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text()).contains("740");
    }
}
