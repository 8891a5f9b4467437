package io.offlinemessages.gateway.hitlane;

import io.netty.channel.ChannelHandler;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the lane of each connection.
 *
 * @param hits what answers; null where all requests go through WebFlux
 * @param maxRequests after how many requests a connection is closed; -1 for never
 */
public record HitLanes(@Nullable FreshHits hits, int maxRequests) {

    /** The lane of one connection; null where there is none. */
    public @Nullable ChannelHandler lane(BooleanSupplier draining) {
        return hits == null ? null : new HitLane(hits, draining, maxRequests);
    }
}
