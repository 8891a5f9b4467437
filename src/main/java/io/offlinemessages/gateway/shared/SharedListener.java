package io.offlinemessages.gateway.shared;

import java.time.Duration;

/** The listener to other replicas. Its methods are called on a thread that must not block. */
public interface SharedListener {

    /** Another replica has evicted. */
    void evicted(Notice notice);

    /** Notices may have been missed: every answer here may be outdated. */
    void evictionsMissed();

    /**
     * Another replica has loaded a page.
     *
     * @param since the shortest time since its load ended
     * @param doubt how much longer that may be
     */
    void shown(ShownPage page, Duration since, Duration doubt);
}
