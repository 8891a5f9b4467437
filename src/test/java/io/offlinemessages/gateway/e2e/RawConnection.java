package io.offlinemessages.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.openapi.OpenApi;
import io.offlinemessages.gateway.openapi.ResponseValidator;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One connection to loopback on which bytes are sent as they are given. Whatever comes back from the API must be as the OpenAPI
 * document says.
 */
public final class RawConnection implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 90_000;

    private static final ResponseValidator DESCRIBED = new ResponseValidator(OpenApi.published());

    private final Socket socket;
    private final boolean isApi;
    private final SentRequests requests = new SentRequests();

    public RawConnection(int port) {
        this(port, !RunningGateway.isManagementPort(port));
    }

    private RawConnection(int port, boolean isApi) {
        this.isApi = isApi;
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(TIMEOUT_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A connection for what is not described: octets that are no request. */
    public static RawConnection undescribed(int port) {
        return new RawConnection(port, false);
    }

    /** The response to one request on a connection of its own. */
    public static RawResponse exchange(int port, String head) {
        try (var connection = new RawConnection(port)) {
            connection.send(head);
            return connection.receive(head.startsWith("HEAD "));
        }
    }

    /** A GET with the credentials of a sandbox user, such as {@code john}. */
    public static RawResponse get(int port, String target, String user, String... headers) {
        return exchange(port, head("GET", target, user, headers));
    }

    /** A GET on the management port of a gateway in another process. */
    public static RawResponse manage(int port, String path) {
        return manage(port, "GET", path);
    }

    /** A request to the management port of a gateway in another process. */
    public static RawResponse manage(int port, String method, String path) {
        try (var connection = new RawConnection(port, false)) {
            connection.send(method + " " + path + " HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n");
            return connection.receive(false);
        }
    }

    public static String head(String method, String target, String user, String... headers) {
        var head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: gateway\r\n");
        head.append("Authorization: Basic ").append(credentials(user)).append("\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    /** The Basic token of a sandbox user. */
    public static String credentials(String user) {
        return token(user + "@example.com:123456");
    }

    /** The Basic token of a user name and a password, with a colon between them. */
    static String token(String pair) {
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    public void send(String text) {
        requests.sent(text);
        write(text);
    }

    /** Sends octets that need be no text. */
    public void send(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
    }

    /** Sends one request in pieces of one byte. */
    void sendInPieces(String request) {
        requests.sent(request);
        request.chars().forEach(c -> write(String.valueOf((char) c)));
    }

    private void write(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public RawResponse receive(boolean toHead) {
        try {
            InputStream in = socket.getInputStream();
            int status = Integer.parseInt(line(in).split(" ", 3)[1]);
            Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            for (String field = line(in); !field.isEmpty(); field = line(in)) {
                int colon = field.indexOf(':');
                headers.computeIfAbsent(field.substring(0, colon), name -> new ArrayList<>())
                        .add(field.substring(colon + 1).strip());
            }
            boolean empty = toHead || status == 304 || status == 204;
            return described(new RawResponse(status, headers, empty ? new byte[0] : body(in, headers)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RawResponse described(RawResponse response) {
        SentRequests.Line request = requests.next();
        if (isApi) {
            assertThat(DESCRIBED.problems(
                            request.method(), request.target(), response.status(), response.headers(), response.body()))
                    .as("what the OpenAPI document does not say of the answer to %s", request)
                    .isEmpty();
        }
        return response;
    }

    /** Whether the other side has closed. */
    public boolean isAtEnd() {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    private static byte[] body(InputStream in, Map<String, List<String>> headers) throws IOException {
        List<String> length = headers.get("Content-Length");
        return length == null ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length.get(0)));
    }

    private static String line(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("closed after \"" + bytes.toString(StandardCharsets.ISO_8859_1) + "\"");
            }
            bytes.write(b);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
