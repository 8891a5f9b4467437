package io.offlinemessages.gateway.contract;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The roles of the wider API. */
public enum Role {
    SUPER_ADMIN("Super Admin"),
    ADMIN("Admin"),
    AGENT("Agent");

    private final String label;

    Role(String label) {
        this.label = label;
    }

    /** The role as the API and the users file write it, such as {@code Super Admin}. */
    public String label() {
        return label;
    }

    /** Parses a label; empty if no role has it. */
    public static Optional<Role> parse(String label) {
        return Arrays.stream(values()).filter(role -> role.label.equals(label)).findFirst();
    }

    /** All labels, for sentences: {@code Super Admin, Admin, Agent}. */
    public static String labels() {
        return Arrays.stream(values()).map(Role::label).collect(Collectors.joining(", "));
    }
}
