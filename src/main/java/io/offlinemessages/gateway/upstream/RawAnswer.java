package io.offlinemessages.gateway.upstream;

import io.netty.handler.codec.http.HttpHeaders;

/**
 * A response of the upstream as it arrived, read whole.
 *
 * @param status the status code
 * @param headers all header fields
 * @param body the body, still encoded by {@code Content-Encoding}
 */
record RawAnswer(int status, HttpHeaders headers, byte[] body) {}
