package io.offlinemessages.gateway.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.offlinemessages.gateway.contract.EntityTag;
import io.offlinemessages.gateway.upstream.Outcome;
import org.jspecify.annotations.Nullable;

/** The body of a page or message with its prepared header fields. Immutable; callers must not change the arrays. */
public final class Representation {

    /** The value of {@code Cache-Control} of every good answer. */
    public static final String CACHE_CONTROL = "private, no-cache";

    /** The value of {@code Content-Type} of every good answer. */
    public static final String CONTENT_TYPE = "application/json";

    private final byte[] body;
    private final String etag;
    private final byte[] fields;
    private final int validatorFields;

    private Representation(byte[] body, String etag) {
        this.body = body;
        this.etag = etag;
        String validator = CACHE_CONTROL + "\r\nETag: " + etag;
        String content = "\r\nContent-Type: " + CONTENT_TYPE + "\r\nContent-Length: " + body.length;
        this.fields = (validator + content).getBytes(US_ASCII);
        this.validatorFields = validator.length();
    }

    static Representation of(byte[] body) {
        return new Representation(body, EntityTag.of(body));
    }

    static @Nullable Representation of(Outcome outcome) {
        return outcome instanceof Outcome.Found found ? of(found.body()) : null;
    }

    /** The JSON, UTF-8. */
    public byte[] body() {
        return body;
    }

    /** The strong validator of these bytes (RFC 9110 section 8.8.3), quotes included. */
    public String etag() {
        return etag;
    }

    /**
     * The part of the header section after {@code "Cache-Control: "}, as field lines (RFC 9112 section 5): the value of that field,
     * then {@code ETag}, {@code Content-Type} and {@code Content-Length}, without the last CRLF.
     */
    public byte[] fields() {
        return fields;
    }

    /** How many bytes of {@link #fields()} belong to a 304: those up to and including {@code ETag}. */
    public int validatorFields() {
        return validatorFields;
    }
}
