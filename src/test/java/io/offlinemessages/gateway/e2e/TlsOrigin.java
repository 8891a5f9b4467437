package io.offlinemessages.gateway.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.offlinemessages.gateway.upstream.Samples;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** An upstream that demands a client certificate, answers the documented samples, and remembers who asked last. */
final class TlsOrigin implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpsServer server;
    private volatile String lastCertificate = "";
    private volatile String lastAuthorization = "";

    TlsOrigin(SSLContext context) throws IOException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters tls = context.getDefaultSSLParameters();
                tls.setNeedClientAuth(true);
                parameters.setSSLParameters(tls);
            }
        });
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "https://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The subject of the certificate that the last caller showed. */
    String lastCertificate() {
        return lastCertificate;
    }

    /** The last caller's Authorization. */
    String lastAuthorization() {
        return lastAuthorization;
    }

    private void answer(HttpExchange exchange) throws IOException {
        lastCertificate =
                ((HttpsExchange) exchange).getSSLSession().getPeerPrincipal().getName();
        lastAuthorization = exchange.getRequestHeaders().getFirst("Authorization");
        byte[] body = exchange.getRequestURI().getPath().endsWith("744") ? Samples.detail() : Samples.list();
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
