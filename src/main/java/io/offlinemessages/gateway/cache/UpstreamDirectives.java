package io.offlinemessages.gateway.cache;

/** Whether the upstream has a say in caching ({@code gateway.cache.upstream-directives}). */
public enum UpstreamDirectives {
    /** Its {@code Cache-Control}, {@code Expires}, {@code Pragma}, {@code Vary} and {@code Age} are obeyed. */
    OBEY,
    /** None of them is read. */
    IGNORE
}
