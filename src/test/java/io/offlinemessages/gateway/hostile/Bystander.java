package io.offlinemessages.gateway.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.offlinemessages.gateway.e2e.GatewayProcess;
import io.offlinemessages.gateway.e2e.RawConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A caller of its own address that asks for one thing of each kind, and is patient. */
final class Bystander {

    /** What is asked of the API, and what of the management port. */
    static final List<String> API = List.of("hit", "miss", "list");

    static final List<String> MANAGEMENT = List.of("liveness", "scrape");

    private static final String SOURCE = "127.0.0.2";
    private static final int PATIENCE_MILLIS = 60_000;
    private static final String DETAILS = "/api/offlinemessages/";

    private final GatewayProcess gateway;
    private long misses = 1_000;

    Bystander(GatewayProcess gateway) {
        this.gateway = gateway;
    }

    /** What comes back for each: the status, or why there is none. */
    Map<String, String> ask(List<String> kinds) {
        Map<String, String> answers = new LinkedHashMap<>();
        kinds.forEach(kind -> answers.put(kind, ask(kind)));
        return answers;
    }

    private String ask(String kind) {
        return switch (kind) {
            case "hit" -> detail(AttackedUpstream.SHORT);
            case "miss" -> detail(misses++);
            case "list" -> status(gateway.port(), head(DETAILS + "?page_no=1"));
            case "liveness" -> status(gateway.managementPort(), head("/actuator/health/liveness"));
            case "scrape" -> status(gateway.managementPort(), head("/actuator/prometheus"));
            default -> throw new IllegalArgumentException(kind);
        };
    }

    /** What comes back for the detail with this id. */
    String detail(long id) {
        return status(gateway.port(), head(DETAILS + id));
    }

    private static String head(String target) {
        return RawConnection.head("GET", target, "john", "Connection: close");
    }

    private static String status(int port, String head) {
        try (var socket = new Socket()) {
            socket.bind(new InetSocketAddress(SOURCE, 0));
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            socket.getOutputStream().write(head.getBytes(ISO_8859_1));
            String response = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            int space = response.indexOf(' ');
            return space < 0 ? "closed without an answer" : response.substring(space + 1, space + 4);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
