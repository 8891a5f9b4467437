package io.offlinemessages.gateway.cache;

/** Whether the upstream's caching fields are obeyed: {@code gateway.cache.upstream-directives}. */
public enum UpstreamDirectives {
    /** {@code Cache-Control}, {@code Expires}, {@code Pragma}, {@code Vary} and {@code Age} are obeyed. */
    OBEY,
    /** None of them is read. */
    IGNORE
}
