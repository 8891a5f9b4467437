package io.offlinemessages.gateway.cache;

/**
 * A fresh answer with its age.
 *
 * @param representation the page or message
 * @param ageSeconds whole seconds since it was made
 * @param ttlSeconds whole seconds of freshness left
 */
public record FreshAnswer(Representation representation, long ageSeconds, long ttlSeconds) {}
