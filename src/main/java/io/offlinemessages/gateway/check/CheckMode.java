package io.offlinemessages.gateway.check;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the program is to check and end, rather than to run: {@code --gateway.check}, with or without {@code =true}, or the
 * environment variable {@code GATEWAY_CHECK}. It is a mode and not a property, so no file can leave it on.
 *
 * @param value what was given; null for nothing
 * @param others the arguments beside it
 */
public record CheckMode(@Nullable String value, List<String> others) {

    static final String NAME = "gateway.check";

    private static final String ARGUMENT = "--" + NAME;

    /** Reads the arguments and, where they do not say, the environment variable; blank is as good as not set. */
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

    /** Whether the gateway is not to run: also when the value is none that is allowed. */
    public boolean isOn() {
        return value != null && !value.equalsIgnoreCase("false");
    }

    boolean isAllowed() {
        return value == null || value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false");
    }
}
