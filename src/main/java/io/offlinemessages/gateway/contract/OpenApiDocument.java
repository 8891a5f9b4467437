package io.offlinemessages.gateway.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * The published OpenAPI description of the API.
 *
 * @param body the YAML in UTF-8; it must not be modified
 * @param etag the validator of exactly these bytes
 */
public record OpenApiDocument(byte[] body, String etag) {

    /** The path of the document; other spellings do not lead to it. */
    public static final String PATH = "/openapi.yaml";

    /** The value of {@code Content-Type} (RFC 9512). */
    public static final String CONTENT_TYPE = "application/yaml";

    /** The value of {@code Cache-Control}: every cache may store the document, and revalidates it before each use. */
    public static final String CACHE_CONTROL = "no-cache";

    /**
     * Reads the document that is packaged with the gateway.
     *
     * @throws UncheckedIOException if it cannot be read
     */
    public static OpenApiDocument packaged() {
        try (var in = Objects.requireNonNull(OpenApiDocument.class.getResourceAsStream("/openapi.yaml"))) {
            byte[] body = in.readAllBytes();
            return new OpenApiDocument(body, EntityTag.of(body));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
