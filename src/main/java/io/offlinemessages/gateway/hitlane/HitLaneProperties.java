package io.offlinemessages.gateway.hitlane;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties of the hit lane: {@code gateway.hit-lane.*}.
 *
 * @param enabled Whether fresh hits are answered right behind the HTTP codec, else by WebFlux; callers see no difference.
 * @param memo Whether fresh hits whose head their connection has sent before are answered before the codec; callers see no
 *     difference.
 */
public record HitLaneProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("true") boolean memo) {}
