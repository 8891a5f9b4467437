package io.offlinemessages.gateway.wire;

/**
 * How long a request head may get before the codec is asked to refuse it, in octets, with the ends of lines.
 *
 * @param line the request line: {@code server.netty.max-initial-line-length}
 * @param fields all fields together: {@code server.max-http-request-header-size}
 */
record HeadLimits(int line, int fields) {}
