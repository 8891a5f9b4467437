package io.offlinemessages.gateway.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.offlinemessages.gateway.upstream.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The documented API over TLS on loopback port 9443: any page is the documented list, any id the documented message. */
public final class LoopbackUpstream {

    private static final int PORT = 9443;
    private static final int BACKLOG = 1_000;
    private static final String LIST = read("/documented/list.json");
    private static final String DETAIL = read("/documented/detail.json");
    private static final String DOCUMENTED_ID = "744";

    private LoopbackUpstream() {}

    /** Serves until the process ends; the arguments are a PKCS#12 file with its key pair and the file's password. */
    // Not public, because the build takes the one public main of the tests for the sandbox; JDK 25 starts it all the
    // same (JEP 512).
    @SuppressWarnings("IncorrectMainMethod")
    static void main(String[] arguments) throws IOException, InterruptedException {
        var unused = start(Path.of(arguments[0]), arguments[1]);
        new CountDownLatch(1).await();
    }

    static Origin start(Path keyStore, String password) throws IOException {
        SSLContext tls = tls(keyStore, password);
        return Origin.forgetful(
                new ServerSocket(PORT, BACKLOG, InetAddress.getLoopbackAddress()),
                connection -> serve(connection.secured(tls)));
    }

    private static void serve(Origin.Connection connection) throws IOException {
        for (Origin.Request request = connection.read(); request != null; request = connection.read()) {
            connection.write(Origin.json(200, body(request.target())));
        }
    }

    private static String body(String target) {
        String id = target.substring(target.lastIndexOf('/') + 1);
        return id.matches("[0-9]+") ? DETAIL.replaceFirst(DOCUMENTED_ID, id) : LIST;
    }

    private static SSLContext tls(Path keyStore, String password) {
        try {
            KeyStore keys = KeyStore.getInstance(keyStore.toFile(), password.toCharArray());
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(keys, password.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(factory.getKeyManagers(), null, null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("No key pair in " + keyStore, e);
        }
    }

    private static String read(String name) {
        try (InputStream file = Objects.requireNonNull(LoopbackUpstream.class.getResourceAsStream(name))) {
            return new String(file.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
