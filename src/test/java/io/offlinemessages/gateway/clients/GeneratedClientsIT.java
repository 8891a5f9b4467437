package io.offlinemessages.gateway.clients;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.e2e.RunningGateway;
import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import io.offlinemessages.gateway.tools.NeedsTools;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Clients that openapi-generator makes of the document are compiled, and see all answers of the gateway that a client can bring
 * about: no client sends malformed HTTP (400, 414), content with a GET (413) or half a request (408).
 */
@Tag("endurance")
class GeneratedClientsIT {

    private static final String[] MODELS = {"errordetail", "errorenvelope", "listedmessage", "message", "reply"};

    /** The line that each client prints for each call: its name, the status, and the values or the sentence of the error. */
    private static final String OUTCOMES = """
            list: 200 744 740 596 594
            list beyond the last page: 200
            list with nulls and other fields: 200 8301
            list by HEAD: 200 with ETag
            list by ETag: 304
            list by HEAD and ETag: 304
            message: 200 744 hhhhhh 4
            message with nulls and other fields: 200 8301
            message by HEAD: 200 with ETag
            message by ETag: 304
            message by HEAD and ETag: 304
            document: 200
            document by HEAD: 200 with ETag
            page -2: 400 Invalid Page Number: -2. Please enter a valid Page Number.
            page -2 by HEAD: 400
            id -14: 400 Invalid Offline message Id: -14. Please enter a Valid Offline message Id.
            id 1: 404 No Record found for Offline Message Id = 1. Please enter a another Offline Message Id.
            id 1 by HEAD: 404
            wrong password: 401 Bad credentials
            second wrong password: 429 Too many wrong passwords. Please try again later.
            list for an agent: 403 Access is denied! Only user with Super Admin role can access the REST API
            message for an agent: 403 You don't have permission to see offline message details with Id 744
            HTML: 406 Only application/json is available here.
            long request id: 431 The request header fields are too large.
            only if cached: 504 No stored answer can be used, and only-if-cached forbids asking the upstream.
            error page of the upstream: 502 The upstream service did not give a usable answer.
            rate limit of the upstream: 503 The service is temporarily unavailable. Please try again later.
            late upstream: 504 The upstream service did not answer in time.
            second request in a minute: 429 Too many requests. Please try again later.
            """;

    private final SandboxUpstream sandbox = new SandboxUpstream();
    private final RunningGateway gateway =
            new RunningGateway(sandbox.gatewayProperties(), "--gateway.limits.failed-logins-per-user=1");
    private final RunningGateway strict = new RunningGateway(
            sandbox.gatewayProperties(),
            "--gateway.limits.requests-per-minute=1",
            "--gateway.upstream.connect-timeout=1s",
            "--gateway.upstream.response-timeout=1s",
            "--gateway.upstream.deadline=1s");

    @BeforeEach
    void addToTheSandbox() {
        String nulls = "{\"offline_message_id\":8301,\"visitor_id\":null,\"subject\":null,\"department\":{\"id\":7},";
        sandbox.server()
                .stubFor(get(urlPathEqualTo("/api/offlinemessages/8301"))
                        .willReturn(okJson(nulls + "\"reply_messages\":[{\"email\":null,\"shift\":\"night\"}]}")));
        sandbox.server()
                .stubFor(get(urlPathMatching("/api/offlinemessages/?"))
                        .withQueryParam("page_no", equalTo("8301"))
                        .willReturn(okJson("[" + nulls + "\"reply_message_count\":null}]")));
        sandbox.server()
                .stubFor(get(urlPathEqualTo("/api/offlinemessages/8302"))
                        .willReturn(okJson("{\"offline_message_id\":8302}").withFixedDelay(20_000)));
    }

    @AfterEach
    void stop() {
        strict.close();
        gateway.close();
        sandbox.close();
    }

    @Test
    void a_java_client_sees_every_answer() throws Exception {
        var workshop = new Workshop("java");
        OpenApiGenerator.generate(workshop, document(), "java");
        assertThat(OpenApiGenerator.models(
                        workshop.path("client/src/main/java/org/openapitools/client/model"), ".java"))
                .contains(MODELS)
                .hasSize(MODELS.length + 1)
                .contains("abstractopenapischema");
        workshop.copy("Calls.java", workshop.path("client/src/main/java/Calls.java"));
        workshop.fetch(
                OpenApiGenerator.maven(), "-B", "-ntp", "-q", "-f", "client/pom.xml", "dependency:copy-dependencies");
        String libraries = "client/target/dependency/*";
        Files.write(workshop.path("sources"), sources(workshop.path("client/src/main/java")));
        workshop.run(OpenApiGenerator.jdk("javac"), "-d", "classes", "-cp", libraries, "@sources");

        assertThat(workshop.run(
                        OpenApiGenerator.jdk("java"),
                        "-cp",
                        "classes" + File.pathSeparator + libraries,
                        "Calls",
                        url(gateway),
                        url(strict)))
                // OkHttp obeys only-if-cached by itself, and asks no server.
                .isEqualTo(OUTCOMES.replaceFirst("(only if cached: 504) .*", "$1"));
    }

    private static List<String> sources(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.map(Path::toString)
                    .filter(name -> name.endsWith(".java"))
                    .toList();
        }
    }

    @Test
    @NeedsTools({"node", "npm"})
    void a_typescript_client_sees_every_answer() throws Exception {
        var workshop = new Workshop("typescript");
        OpenApiGenerator.generate(workshop, document(), "typescript-fetch");
        assertThat(OpenApiGenerator.models(workshop.path("client/models"), ".ts"))
                .containsExactlyInAnyOrder(
                        "errordetail", "errorenvelope", "index", "listedmessage", "message", "reply");
        workshop.copy("calls.ts", workshop.path("calls.ts"));
        workshop.fetch("npm", "install", "--no-save", "--no-package-lock", "--prefix", ".", "typescript@5.9.3");
        workshop.run(
                "node",
                "node_modules/typescript/bin/tsc",
                "--strict",
                "--target",
                "es2022",
                "--module",
                "commonjs",
                "--outDir",
                "compiled",
                "calls.ts");

        assertThat(workshop.run("node", "compiled/calls.js", url(gateway), url(strict)))
                .isEqualTo(OUTCOMES);
    }

    @Test
    @NeedsTools("python3")
    void a_python_client_sees_every_answer() throws Exception {
        var workshop = new Workshop("python").with("PYTHONPATH", "client" + File.pathSeparator + "packages");
        OpenApiGenerator.generate(workshop, document(), "python");
        assertThat(OpenApiGenerator.models(workshop.path("client/openapi_client/models"), ".py"))
                .containsExactlyInAnyOrder("errordetail", "errorenvelope", "init", "listedmessage", "message", "reply");
        workshop.copy("calls.py", workshop.path("calls.py"));
        workshop.fetch(
                "python3", "-m", "pip", "install", "-q", "--target", "packages", "-r", "client/requirements.txt");
        workshop.run("python3", "-m", "compileall", "-q", "client/openapi_client");

        assertThat(workshop.run("python3", "calls.py", url(gateway), url(strict)))
                .isEqualTo(OUTCOMES);
    }

    private String document() {
        return url(gateway) + "/openapi.yaml";
    }

    private static String url(RunningGateway gateway) {
        return "http://127.0.0.1:" + gateway.port();
    }
}
