package io.offlinemessages.gateway.shared;

/** Hears what comes from other replicas, on a thread that must not be blocked. */
public interface SharedListener {

    /** Another replica has evicted something. */
    void evicted(Notice notice);

    /** Notices may have been missed: whatever is kept here may be out of date. */
    void evictionsMissed();
}
