package io.offlinemessages.gateway.contract;

/**
 * A configured secret; never printed.
 *
 * @param value the secret itself
 */
public record Secret(String value) {

    @Override
    public String toString() {
        return "***";
    }
}
