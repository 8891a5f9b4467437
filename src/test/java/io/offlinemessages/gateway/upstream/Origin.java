package io.offlinemessages.gateway.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A scripted upstream on a loopback socket: one thread for each connection, every byte in the test's hands. */
public final class Origin implements AutoCloseable {

    private final ServerSocket listener;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Phaser open = new Phaser(1);
    private final AtomicReference<Script> script;
    private final boolean remembers;
    private final Thread acceptor;

    /** What to do with each new connection. */
    public interface Script {
        void serve(Connection connection) throws IOException;
    }

    /** What to answer to each request. */
    public interface Answers {
        byte[] to(Request request);
    }

    public Origin(Script script) {
        this(freePort(), script, true);
    }

    /** An origin that accepts what comes to this socket, and closes it at its end. */
    public Origin(ServerSocket listener, Script script) {
        this(listener, script, true);
    }

    private Origin(ServerSocket listener, Script script, boolean remembers) {
        this.listener = listener;
        this.script = new AtomicReference<>(script);
        this.remembers = remembers;
        acceptor = start(this::accept);
    }

    private static ServerSocket freePort() {
        try {
            return new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An origin for so many requests that it had better not remember them. */
    public static Origin forgetful(Script script) {
        return forgetful(freePort(), script);
    }

    /** The same, which accepts what comes to this socket. */
    public static Origin forgetful(ServerSocket listener, Script script) {
        return new Origin(listener, script, false);
    }

    /** An origin that speaks HTTP and keeps connections alive. */
    public static Origin answering(Answers answers) {
        return new Origin(serving(answers));
    }

    /** Serves every request of a connection, one after the other. */
    static Script serving(Answers answers) {
        return connection -> {
            for (Request request = connection.read(); request != null; request = connection.read()) {
                connection.write(answers.to(request));
            }
        };
    }

    /** A complete answer: status, header fields such as {@code "Age: 1"}, and the body with its length. */
    public static byte[] answer(int status, byte[] body, String... fields) {
        var head = new StringBuilder("HTTP/1.1 " + status + " Status\r\n");
        for (String field : fields) {
            head.append(field).append("\r\n");
        }
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        byte[] bytes = head.toString().getBytes(ISO_8859_1);
        byte[] whole = new byte[bytes.length + body.length];
        System.arraycopy(bytes, 0, whole, 0, bytes.length);
        System.arraycopy(body, 0, whole, bytes.length, body.length);
        return whole;
    }

    /** A complete answer with JSON. */
    public static byte[] json(int status, String body, String... fields) {
        var all = new ArrayList<>(List.of(fields));
        all.add("Content-Type: application/json");
        return answer(status, body.getBytes(UTF_8), all.toArray(String[]::new));
    }

    /** Uses another script for the connections that come from now on. */
    void script(Script next) {
        script.set(next);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** The same for a script that secures its connections. */
    public URI secureUrl() {
        return URI.create("https://127.0.0.1:" + listener.getLocalPort());
    }

    /** The requests that have arrived, in that order. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** Waits until no connection is open any more. */
    void awaitNoConnection() throws InterruptedException, TimeoutException {
        open.awaitAdvanceInterruptibly(open.arrive(), 10, TimeUnit.SECONDS);
    }

    /** Ends all connections; after this the port is free. */
    @Override
    public void close() {
        try {
            listener.close();
            // The kernel keeps the port until its call to accept has returned.
            acceptor.join();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                open.register();
                start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            script.get().serve(new Connection(socket));
        } catch (IOException hungUp) {
            // The other side may leave at any time; tests look at what arrived and at what the client made of it.
        } finally {
            sockets.remove(socket);
            open.arriveAndDeregister();
        }
    }

    private static Thread start(Runnable task) {
        var thread = new Thread(task, "origin");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /**
     * The head of a request.
     *
     * @param lines the request line and the header fields
     */
    public record Request(List<String> lines) {

        String method() {
            return lines.get(0).substring(0, lines.get(0).indexOf(' '));
        }

        public String target() {
            return lines.get(0)
                    .substring(lines.get(0).indexOf(' ') + 1, lines.get(0).lastIndexOf(' '));
        }

        List<String> fields() {
            return lines.subList(1, lines.size());
        }

        /** The value of the header field. */
        public String field(String name) {
            return fields().stream()
                    .filter(field -> field.regionMatches(true, 0, name + ':', 0, name.length() + 1))
                    .map(field -> field.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** One connection, as the script sees it. */
    public final class Connection {

        private final Socket plain;
        private final Socket socket;
        private final InputStream in;

        private Connection(Socket plain) throws IOException {
            this(plain, plain);
        }

        private Connection(Socket plain, Socket socket) throws IOException {
            this.plain = plain;
            this.socket = socket;
            this.in = new BufferedInputStream(socket.getInputStream());
        }

        /** Reads the head of the next request; null when the other side has closed. */
        public @Nullable Request read() throws IOException {
            var lines = new ArrayList<String>();
            var line = new StringBuilder();
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b == '\n') {
                    if (line.isEmpty()) {
                        var request = new Request(List.copyOf(lines));
                        if (remembers) {
                            requests.add(request);
                        }
                        return request;
                    }
                    lines.add(line.toString());
                    line.setLength(0);
                } else if (b != '\r') {
                    line.append((char) b);
                }
            }
            return null;
        }

        public void write(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        public void write(String text) throws IOException {
            write(text.getBytes(ISO_8859_1));
        }

        /** Ends the connection with a reset instead of an orderly close. */
        public void reset() throws IOException {
            plain.setSoLinger(true, 0);
            plain.close();
        }

        /** Says that nothing more comes, but goes on to read. */
        public void closeHalf() throws IOException {
            socket.shutdownOutput();
        }

        /** Ends the connection in order. */
        public void close() throws IOException {
            socket.close();
        }

        /** The same connection over TLS, as its server. */
        public Connection secured(SSLContext context) throws IOException {
            return new Connection(plain, server(context));
        }

        /** The same over TLS, as the server of clients that show a certificate which the context trusts. */
        public Connection mutuallySecured(SSLContext context) throws IOException {
            SSLSocket secured = server(context);
            secured.setNeedClientAuth(true);
            return new Connection(plain, secured);
        }

        private SSLSocket server(SSLContext context) throws IOException {
            var secured = (SSLSocket) context.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
            secured.setUseClientMode(false);
            return secured;
        }

        /** The subject of the certificate that the other side has shown. */
        public String peer() throws SSLPeerUnverifiedException {
            return ((SSLSocket) socket).getSession().getPeerPrincipal().getName();
        }

        /** Waits until the other side hangs up. */
        public void awaitHangUp() throws IOException {
            socket.setSoTimeout(0);
            in.transferTo(OutputStream.nullOutputStream());
        }

        /** Waits that long; true when the other side has hung up. */
        public boolean hangsUpWithin(Duration pause) throws IOException {
            socket.setSoTimeout((int) pause.toMillis());
            try {
                return in.read() < 0;
            } catch (SocketTimeoutException stillThere) {
                return false;
            }
        }
    }
}
