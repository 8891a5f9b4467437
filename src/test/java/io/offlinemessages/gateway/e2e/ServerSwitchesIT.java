package io.offlinemessages.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinemessages.gateway.mounts.KeyPair;
import io.offlinemessages.gateway.mounts.MountedSecret;
import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Switches of the servers that are taken: what they say is what callers and operators see. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerSwitchesIT {

    private final SandboxUpstream sandbox = new SandboxUpstream();
    private KeyPair server;
    private KeyPair other;
    private KeyPair caller;
    private KeyPair stranger;
    private RunningGateway gateway;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        server = KeyPair.create(folder, "server");
        other = KeyPair.create(folder, "other");
        caller = KeyPair.create(folder, "caller");
        stranger = KeyPair.create(folder, "stranger");
        var keys = new MountedSecret(folder.resolve("server"), server.pem());
        var otherKeys = new MountedSecret(folder.resolve("other"), other.pem());
        var authority = new MountedSecret(folder.resolve("caller"), caller.pem());
        gateway = new RunningGateway(
                sandbox.gatewayProperties(),
                "--server.address=127.0.0.1",
                "--server.max-http-request-header-size=1KB",
                "--server.netty.max-initial-line-length=256B",
                "--server.netty.initial-buffer-size=1B",
                "--server.ssl.certificate=" + keys.file("tls.crt"),
                "--server.ssl.certificate-private-key=" + keys.file("tls.key"),
                "--server.ssl.trust-certificate=" + authority.file("tls.crt"),
                "--server.ssl.client-auth=need",
                "--server.ssl.enabled-protocols=TLSv1.3",
                "--server.ssl.server-name-bundles[0].server-name=other.example",
                "--server.ssl.server-name-bundles[0].bundle=other",
                "--spring.ssl.bundle.pem.other.keystore.certificate=" + otherKeys.file("tls.crt"),
                "--spring.ssl.bundle.pem.other.keystore.private-key=" + otherKeys.file("tls.key"),
                "--spring.ssl.bundle.pem.other.truststore.certificate=" + authority.file("tls.crt"),
                "--management.server.address=127.0.0.1",
                "--management.server.base-path=/ops",
                "--management.server.ssl.enabled=false");
    }

    @AfterAll
    void stop() {
        gateway.close();
        sandbox.close();
    }

    @Test
    void a_caller_with_a_certificate_that_counts_is_let_in_and_no_other() throws Exception {
        assertThat(get("/api/offlinemessages/744", caller).statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> get("/api/offlinemessages/744", stranger)).isInstanceOf(IOException.class);
    }

    @Test
    void only_the_protocols_that_are_enabled_are_spoken() throws Exception {
        try (var socket = connect()) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"other.example, CN=other", "unknown.example, CN=server"})
    void each_name_has_the_certificate_of_its_bundle(String name, String subject) throws Exception {
        try (var socket = connect()) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(name)));
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            var shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            assertThat(shown.getSubjectX500Principal().getName()).isEqualTo(subject);
        }
    }

    @Test
    void lines_and_heads_have_the_lengths_that_are_allowed() throws Exception {
        assertThat(get("/api/offlinemessages/" + "7".repeat(250), caller).statusCode())
                .isEqualTo(414);
        assertThat(get("/api/offlinemessages/744", caller, "X-Filler", "x".repeat(1100))
                        .statusCode())
                .isEqualTo(431);
    }

    @ParameterizedTest
    @CsvSource({
        "/ops/actuator/health/liveness, 200",
        "/ops/docs/, 200",
        "/ops/openapi.yaml, 200",
        "/actuator/health/liveness, 404",
        "/docs/, 404",
    })
    void management_is_below_its_base_path_and_in_plain_text(String path, int status) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.managementPort() + path));
        assertThat(HttpClient.newHttpClient()
                        .send(request.build(), HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(status);
    }

    private HttpResponse<Void> get(String path, KeyPair keys, String... fields) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + gateway.port() + path))
                .header("Authorization", "Basic " + RawConnection.credentials("john"));
        if (fields.length > 0) {
            request.headers(fields);
        }
        SSLContext context = keys.context(List.of(server));
        return HttpClient.newBuilder()
                .sslContext(context)
                .build()
                .send(request.build(), HttpResponse.BodyHandlers.discarding());
    }

    private SSLSocket connect() throws Exception {
        SSLContext context = caller.context(List.of(server, other));
        return (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", gateway.port());
    }
}
