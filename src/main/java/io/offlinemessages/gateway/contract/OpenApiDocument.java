package io.offlinemessages.gateway.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * The OpenAPI description of all that callers see, as it is published.
 *
 * @param body the YAML, UTF-8; never changed after this
 * @param etag the validator of exactly these bytes
 */
public record OpenApiDocument(byte[] body, String etag) {

    /** The path at which it is published, which has no other spelling. */
    public static final String PATH = "/openapi.yaml";

    /** The value of {@code Content-Type} (RFC 9512). */
    public static final String CONTENT_TYPE = "application/yaml";

    /** The value of {@code Cache-Control}: anybody may keep it who asks before each use whether it still holds. */
    public static final String CACHE_CONTROL = "no-cache";

    /** Reads the document that is packaged with the gateway. */
    public static OpenApiDocument packaged() {
        try (var in = Objects.requireNonNull(OpenApiDocument.class.getResourceAsStream("/openapi.yaml"))) {
            byte[] body = in.readAllBytes();
            return new OpenApiDocument(body, EntityTag.of(body));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
