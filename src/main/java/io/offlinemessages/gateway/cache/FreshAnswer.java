package io.offlinemessages.gateway.cache;

/**
 * A fresh answer, and its place in time.
 *
 * @param representation what was asked for
 * @param ageSeconds whole seconds since it was made
 * @param ttlSeconds whole seconds of freshness that are left
 */
public record FreshAnswer(Representation representation, long ageSeconds, long ttlSeconds) {}
