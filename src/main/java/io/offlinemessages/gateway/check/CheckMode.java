package io.offlinemessages.gateway.check;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The choice between checking the configuration and running: {@code --gateway.check}, with or without {@code =true}, or the environment
 * variable {@code GATEWAY_CHECK}. It is a mode and not a property, so that no file can leave it on.
 *
 * @param value the given value; null for none
 * @param others the other arguments
 */
public record CheckMode(@Nullable String value, List<String> others) {

    static final String NAME = "gateway.check";

    private static final String ARGUMENT = "--" + NAME;

    /** Reads the arguments, and the environment variable where they say nothing; a blank variable counts as not set. */
    public static CheckMode of(List<String> arguments, @Nullable String variable) {
        String value = variable == null || variable.isBlank() ? null : variable.strip();
        List<String> others = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.equals(ARGUMENT)) {
                value = "true";
            } else if (argument.startsWith(ARGUMENT + "=")) {
                value = argument.substring(ARGUMENT.length() + 1);
            } else {
                others.add(argument);
            }
        }
        return new CheckMode(value, List.copyOf(others));
    }

    /** Whether to check instead of running; true also for a value that is not allowed. */
    public boolean isOn() {
        return value != null && !value.equalsIgnoreCase("false");
    }

    boolean isAllowed() {
        return value == null || value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false");
    }
}
