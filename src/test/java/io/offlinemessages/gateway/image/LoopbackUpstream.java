package io.offlinemessages.gateway.image;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** The documented API over TLS on loopback port 9443: any page is the documented list, any id the documented message. */
public final class LoopbackUpstream {

    private static final int PORT = 9443;
    private static final String LIST = read("/documented/list.json");
    private static final String DETAIL = read("/documented/detail.json");
    private static final String DOCUMENTED_ID = "744";

    private LoopbackUpstream() {}

    /** Serves until the process ends; the arguments are a PKCS#12 file with its key pair and the file's password. */
    // Not public, because the build takes the one public main of the tests for the sandbox; JDK 25 starts it all the
    // same (JEP 512).
    @SuppressWarnings("IncorrectMainMethod")
    static void main(String[] arguments) {
        start(Path.of(arguments[0]), arguments[1]).onDispose().block();
    }

    static DisposableServer start(Path keyStore, String password) {
        SslContext tls = tls(keyStore, password);
        return HttpServer.create()
                .host("127.0.0.1")
                .port(PORT)
                .secure(ssl -> ssl.sslContext(tls))
                .route(routes -> routes.get("/api/offlinemessages/", (request, response) -> json(response, LIST))
                        .get("/api/offlinemessages", (request, response) -> json(response, LIST))
                        .get("/api/offlinemessages/{id}", LoopbackUpstream::detail))
                .bindNow();
    }

    private static Publisher<Void> detail(HttpServerRequest request, HttpServerResponse response) {
        String id = Objects.requireNonNull(request.param("id"));
        return json(response, DETAIL.replaceFirst(DOCUMENTED_ID, id));
    }

    private static Publisher<Void> json(HttpServerResponse response, String body) {
        return response.header(HttpHeaderNames.CONTENT_TYPE, "application/json").sendString(Mono.just(body));
    }

    private static SslContext tls(Path keyStore, String password) {
        try {
            KeyStore keys = KeyStore.getInstance(keyStore.toFile(), password.toCharArray());
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(keys, password.toCharArray());
            return SslContextBuilder.forServer(factory).build();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("No key pair in " + keyStore, e);
        }
    }

    private static String read(String name) {
        try (InputStream file = Objects.requireNonNull(LoopbackUpstream.class.getResourceAsStream(name))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
