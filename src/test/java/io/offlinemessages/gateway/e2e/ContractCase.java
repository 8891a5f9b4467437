package io.offlinemessages.gateway.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * One case of a contract file: after {@code ### sentence} a request head, an empty line, the status line and header fields
 * that must come back ({@code -}: absent, {@code *}: any), an empty line, and the body to the byte.
 *
 * @param name the sentence
 * @param request the request head
 * @param status the expected status
 * @param headers the expected header fields
 * @param body the expected body
 */
record ContractCase(String name, String request, int status, Map<String, String> headers, String body) {

    /** Reads all cases of a file. */
    static Stream<ContractCase> read(Path file) {
        try {
            String[] cases = Files.readString(file).split("(?m)^### ", -1);
            return Arrays.stream(cases).skip(1).map(ContractCase::parse);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ContractCase parse(String text) {
        String[] parts = text.split("\n\n", 3);
        List<String> request = parts[0].lines().toList();
        List<String> response = parts[1].lines().toList();
        var headers = new LinkedHashMap<String, String>();
        for (String field : response.subList(1, response.size())) {
            headers.put(field.substring(0, field.indexOf(':')), field.substring(field.indexOf(':') + 2));
        }
        int status = Integer.parseInt(response.get(0).substring("HTTP/1.1 ".length()));
        String body = parts.length < 3 ? "" : parts[2].stripTrailing();
        return new ContractCase(request.get(0), head(request.subList(1, request.size())), status, headers, body);
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
