package io.offlinemessages.gateway.shared;

import java.time.Duration;

/** Hears what comes from other replicas, on a thread that must not be blocked. */
public interface SharedListener {

    /** Another replica has evicted something. */
    void evicted(Notice notice);

    /** Notices may have been missed: whatever is kept here may be out of date. */
    void evictionsMissed();

    /**
     * Another replica has loaded a page.
     *
     * @param since how long ago the load ended, at least
     * @param doubt by how much longer ago that may be
     */
    void shown(ShownPage page, Duration since, Duration doubt);
}
