package io.offlinemessages.gateway.contract;

import org.jspecify.annotations.Nullable;

/** A configuration property with a value that is not allowed; its message is the one sentence that the operator reads. */
public final class InvalidProperty extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Names the property, the value (null when it is not set) and what is allowed. */
    public InvalidProperty(String property, @Nullable Object value, String allowed) {
        super(
                value == null
                        ? property + " is not set; it must be " + allowed + "."
                        : property + " is \"" + value + "\"; it must be " + allowed + ".");
    }

    /** Returns the value when it is set. */
    public static <T> T require(String property, @Nullable T value, String allowed) {
        if (value == null) {
            throw new InvalidProperty(property, null, allowed);
        }
        return value;
    }
}
