package io.offlinemessages.gateway.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.offlinemessages.gateway.e2e.RawResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a caller must get.
 *
 * @param status the status
 * @param fields all header fields; {@code *} for any value
 * @param body the body
 * @param calls how many requests the upstream gets for it
 */
record Expected(int status, Map<String, String> fields, String body, int calls) {

    private static final Map<String, String> EVERYWHERE = Map.of(
            "Date",
            "*",
            "Content-Length",
            "*",
            "Connection",
            "keep-alive",
            "Keep-Alive",
            "timeout=75",
            "X-Request-Id",
            "*");

    /** The same with one more field. */
    Expected with(String name, String value) {
        var more = new HashMap<>(fields);
        more.put(name, value);
        return new Expected(status, more, body, calls);
    }

    /** In what the response is another; empty when it is as expected. */
    List<String> differences(RawResponse response, int callsMade) {
        var differences = new ArrayList<String>();
        compare("status", status, response.status(), differences);
        var all = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(EVERYWHERE);
        all.putAll(fields);
        var names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(all.keySet());
        names.addAll(response.headers().keySet());
        for (String name : names) {
            List<String> values = response.headers().getOrDefault(name, List.of());
            String value = String.join(" and ", values);
            boolean any = "*".equals(all.get(name)) && values.size() == 1 && !value.contains("leaked");
            if (!any) {
                compare(name, all.getOrDefault(name, ""), value, differences);
            }
        }
        if (!Arrays.equals(response.body(), body.getBytes(UTF_8))) {
            compare("body", body, response.text(), differences);
        }
        compare("requests upstream", calls, callsMade, differences);
        return differences;
    }

    private static void compare(String what, Object expected, Object actual, List<String> differences) {
        if (!expected.equals(actual)) {
            differences.add(what + " is <" + actual + "> and not <" + expected + ">");
        }
    }
}
