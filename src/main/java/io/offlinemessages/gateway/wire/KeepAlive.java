package io.offlinemessages.gateway.wire;

import java.time.Duration;

/**
 * How long a connection stays open for further requests.
 *
 * @param idle the longest idle time: {@code server.netty.idle-timeout}
 * @param mostRequests the number of requests after which it closes: {@code server.netty.max-keep-alive-requests}; -1
 *     for no limit
 */
record KeepAlive(Duration idle, int mostRequests) {

    /**
     * The value of {@code Keep-Alive}. Its timeout is the idle time in whole seconds, rounded down but at least 1, so
     * that a client which reuses the connection within the timeout finds it open.
     */
    String field() {
        return "timeout=" + Math.max(1, idle.toSeconds());
    }
}
