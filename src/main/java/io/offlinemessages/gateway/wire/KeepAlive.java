package io.offlinemessages.gateway.wire;

import java.time.Duration;

/**
 * How long a connection stays open for more requests.
 *
 * @param idle how long it may be idle: {@code server.netty.idle-timeout}
 * @param mostRequests after how many requests it is closed: {@code server.netty.max-keep-alive-requests}; -1 for no limit
 */
record KeepAlive(Duration idle, int mostRequests) {

    /** A value of {@code Keep-Alive}: a caller that waits for less than this to use the connection again finds it open. */
    String field() {
        return "timeout=" + Math.max(1, idle.toSeconds());
    }
}
