package io.offlinemessages.gateway.shared;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/**
 * One run of a script. The moment after which nobody waits for it is added when it is sent.
 *
 * @param keys the script's keys, the clock first
 * @param arguments the script's arguments, from {@code ARGV[2]} on
 */
record Call(Script script, List<String> keys, List<byte[]> arguments) {

    /** A run without arguments; the clock stands in front of these keys. */
    static Call of(Script script, KeyNames names, String... keys) {
        List<String> all = new ArrayList<>(List.of(names.only("clock")));
        all.addAll(List.of(keys));
        return new Call(script, List.copyOf(all), List.of());
    }

    /** The same with more arguments: numbers and texts as text, bytes as they are. */
    Call with(Object... values) {
        return with(List.of(values));
    }

    /** The same with more arguments. */
    Call with(List<?> values) {
        List<byte[]> all = new ArrayList<>(arguments);
        for (Object value : values) {
            all.add(value instanceof byte[] bytes ? bytes : value.toString().getBytes(UTF_8));
        }
        return new Call(script, keys, List.copyOf(all));
    }
}
