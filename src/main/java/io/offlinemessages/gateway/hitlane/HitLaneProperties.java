package io.offlinemessages.gateway.hitlane;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where fresh hits are answered: {@code gateway.hit-lane.*}.
 *
 * @param enabled whether right behind the HTTP codec, else by WebFlux; callers see no difference
 * @param memo whether those with a head that their connection has sent before are answered before the codec; callers see no
 *     difference
 */
public record HitLaneProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("true") boolean memo) {}
