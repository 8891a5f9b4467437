package io.offlinemessages.gateway.upstream;

import io.netty.handler.codec.http.HttpHeaders;

/**
 * An upstream answer as it came, read whole.
 *
 * @param status the status code
 * @param headers all header fields
 * @param body the body, still encoded as {@code Content-Encoding} says
 */
record RawAnswer(int status, HttpHeaders headers, byte[] body) {}
