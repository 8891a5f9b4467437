package io.offlinemessages.gateway.cache;

import io.offlinemessages.gateway.contract.EntityTag;

/**
 * The JSON of one message as callers get it.
 *
 * @param body the bytes, UTF-8; never changed after this
 * @param etag the strong validator of exactly these bytes (RFC 9110 section 8.8.3), quotes included
 */
public record Representation(byte[] body, String etag) {

    static Representation of(byte[] body) {
        return new Representation(body, EntityTag.of(body));
    }
}
