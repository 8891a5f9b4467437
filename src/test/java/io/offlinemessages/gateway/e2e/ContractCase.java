package io.offlinemessages.gateway.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.convert.DurationStyle;

/**
 * One case of a contract file: after {@code ### sentence}, and {@code @ 5m later} where time passes first, a request head, an empty line, the status line and header fields
 * that must come back ({@code -}: absent, {@code *}: any), an empty line, and the body to the byte.
 *
 * @param name the sentence
 * @param later how much time passes before the request
 * @param request the request head
 * @param status the expected status
 * @param headers the expected header fields
 * @param body the expected body
 */
record ContractCase(String name, Duration later, String request, int status, Map<String, String> headers, String body) {

    /** Reads the text of a case, without its {@code ###}. */
    static ContractCase parse(String text) {
        String[] parts = text.split("\n\n", 3);
        List<String> request = parts[0].lines().toList();
        boolean later = request.get(1).startsWith("@ ");
        Duration wait = later ? DurationStyle.SIMPLE.parse(request.get(1).split(" ", 3)[1]) : Duration.ZERO;
        List<String> response = parts[1].lines().toList();
        var headers = new LinkedHashMap<String, String>();
        for (String field : response.subList(1, response.size())) {
            headers.put(field.substring(0, field.indexOf(':')), field.substring(field.indexOf(':') + 2));
        }
        return new ContractCase(
                request.get(0),
                wait,
                head(request.subList(later ? 2 : 1, request.size())),
                Integer.parseInt(response.get(0).substring("HTTP/1.1 ".length())),
                headers,
                parts.length < 3 ? "" : parts[2].stripTrailing());
    }

    private static String head(List<String> lines) {
        String fields = String.join("\r\n", lines)
                .replace("{super-admin}", RawConnection.credentials("john"))
                .replace("{admin}", RawConnection.credentials("admin"))
                .replace("{agent}", RawConnection.credentials("agent"));
        return fields + "\r\nHost: gateway\r\n\r\n";
    }

    /** The body's bytes; {@code {file:name}} stands for a file of the sandbox. */
    byte[] expectedBody() {
        if (!body.startsWith("{file:")) {
            return body.getBytes(StandardCharsets.UTF_8);
        }
        String file = body.substring("{file:".length(), body.length() - 1);
        try (var in = ContractCase.class.getResourceAsStream("/sandbox/__files/" + file)) {
            return Objects.requireNonNull(in, file).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
