package io.offlinemessages.gateway.shared;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/**
 * One call of a script. Its deadline, until which a request waits for the reply, is added when the call is sent.
 *
 * @param keys the script's keys; the first is the clock
 * @param arguments the script's arguments from {@code ARGV[2]} on
 */
record Call(Script script, List<String> keys, List<byte[]> arguments) {

    /** A call without arguments; the clock is put in front of the keys. */
    static Call of(Script script, KeyNames names, String... keys) {
        List<String> all = new ArrayList<>(List.of(names.only("clock")));
        all.addAll(List.of(keys));
        return new Call(script, List.copyOf(all), List.of());
    }

    /** This call with more arguments: byte arrays as they are, other values as text. */
    Call with(Object... values) {
        return with(List.of(values));
    }

    /** This call with more arguments. */
    Call with(List<?> values) {
        List<byte[]> all = new ArrayList<>(arguments);
        for (Object value : values) {
            all.add(value instanceof byte[] bytes ? bytes : value.toString().getBytes(UTF_8));
        }
        return new Call(script, keys, List.copyOf(all));
    }
}
