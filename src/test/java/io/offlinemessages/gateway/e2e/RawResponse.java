package io.offlinemessages.gateway.e2e;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A response as it came over the socket.
 *
 * @param status the status code
 * @param headers all values of each field, by case-insensitive name
 * @param body the content
 */
public record RawResponse(int status, Map<String, List<String>> headers, byte[] body) {

    public RawResponse {
        var copy = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(headers);
        headers = copy;
    }

    /** The only value of a field; fails when there are several. */
    public Optional<String> header(String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw new AssertionError(name + " is there " + values.size() + " times: " + values);
        }
        return values.stream().findFirst();
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
