package io.offlinemessages.gateway.contract;

/** STUB. */
public final class RequestId {
    /** F. */
    public static final String FIELD = "X-Request-Id";

    private RequestId() {}

    /** F. */
    public static boolean isValid(CharSequence text) {
        return !text.isEmpty() && text.length() <= 64 && text.chars().allMatch(c -> c > 32 && c < 127);
    }

    /** F. */
    public static String random() {
        return "0123456789abcdef";
    }
}
