package io.offlinemessages.gateway.cache;

/**
 * A fresh message, and its place in time.
 *
 * @param representation the message
 * @param ageSeconds whole seconds since it was made
 * @param ttlSeconds whole seconds of freshness that are left
 */
public record FreshAnswer(Representation representation, long ageSeconds, long ttlSeconds) {}
