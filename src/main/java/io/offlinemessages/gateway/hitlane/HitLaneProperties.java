package io.offlinemessages.gateway.hitlane;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties of the hit lane: {@code gateway.hit-lane.*}.
 *
 * @param enabled whether fresh hits are answered right behind the HTTP codec instead of in WebFlux; callers see no
 *     difference
 * @param memo whether a fresh hit whose head its connection has sent before is answered ahead of the codec; callers see
 *     no difference
 */
public record HitLaneProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("true") boolean memo) {}
