package io.offlinemessages.gateway.hitlane;

import io.netty.channel.ChannelHandler;
import org.jspecify.annotations.Nullable;

/**
 * Makes the lane of each connection.
 *
 * @param hits what answers; null where all requests go through WebFlux
 */
public record HitLanes(@Nullable FreshHits hits) {

    /** No lane at all. */
    public static final HitLanes NONE = new HitLanes(null);

    /** The lane of one connection; null where there is none. */
    public @Nullable ChannelHandler lane() {
        return hits == null ? null : new HitLane(hits);
    }
}
