package io.offlinemessages.gateway.faults;

import io.offlinemessages.gateway.contract.Route;
import io.offlinemessages.gateway.upstream.Origin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * One request that the upstream got.
 *
 * @param connection where the answer goes
 * @param route the list or a message
 * @param number the page or the id
 */
record Asked(Origin.Connection connection, Route route, long number) {

    /** Header fields that no caller may ever see. */
    static final String LEAKS = String.join(
            "\r\n",
            "Server: leaked",
            "Set-Cookie: leaked=1",
            "X-Powered-By: leaked",
            "Via: 1.1 leaked",
            "ETag: \"leaked\"",
            "Last-Modified: Mon, 02 Nov 2026 08:49:37 GMT",
            "");

    static final String STATUS = "HTTP/1.1 200 OK\r\n";

    static final String JSON = "Content-Type: application/json\r\n";

    /** The start of a good head: all but what frames the body. */
    static final String OK = STATUS + LEAKS + JSON;

    /** Answers to it. */
    interface Script {
        void answer(Asked asked) throws IOException;

        /** Whether it ends the connection before anything of an answer. */
        default boolean isLoss() {
            return false;
        }
    }

    static Asked of(Origin.Connection connection, Origin.Request request) {
        String target = request.target();
        return new Asked(
                connection,
                target.contains("?") ? Route.LIST : Route.DETAIL,
                Long.parseLong(target.substring(target.lastIndexOf(target.contains("?") ? '=' : '/') + 1)));
    }

    /** The documented JSON for it, with that subject. */
    static String json(Route route, long number, String subject) {
        String message = "{\"offline_message_id\":" + number + ",\"subject\":\"" + subject + "\"}";
        return route == Route.LIST ? "[" + message + "]" : message;
    }

    /** The JSON that the upstream has for it now. */
    String json() {
        return json(route, number, "new");
    }

    /** Writes it, byte for character. */
    void send(String text) throws IOException {
        connection.write(text);
    }

    /** Writes a whole good answer but for the body. */
    void sendJson(String body) throws IOException {
        sendBody(OK, body.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes head and body, framed by its length. */
    void sendBody(String head, byte[] body) throws IOException {
        send(head + "Content-Length: " + body.length + "\r\n\r\n");
        connection.write(body);
    }
}
