package io.offlinemessages.gateway.wire;

import io.netty.handler.codec.http.HttpHeaderValidationUtil;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.AsciiString;
import io.offlinemessages.gateway.contract.InvalidProperty;
import io.offlinemessages.gateway.contract.RequestId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives each request the id by which callers, operators and the upstream speak of it. Within the gateway a request carries it in
 * {@link RequestId#FIELD}, whatever the field is called outside.
 */
public final class RequestIds {

    /** Fields that mean something else here, in requests or in responses. */
    private static final Set<String> TAKEN = Set.of(
            "accept",
            "age",
            "allow",
            "authorization",
            "cache-control",
            "cache-status",
            "connection",
            "content-length",
            "content-type",
            "date",
            "etag",
            "expect",
            "host",
            "if-none-match",
            "keep-alive",
            "ratelimit",
            "ratelimit-policy",
            "retry-after",
            "te",
            "traceparent",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "www-authenticate",
            "x-forwarded-for");

    private static final AsciiString INSIDE = AsciiString.cached(RequestId.FIELD);

    private final @Nullable AsciiString outside;
    private final boolean isSame;

    /**
     * Ids that callers send and get in the field of this name; empty for none.
     *
     * @throws InvalidProperty when it is no name of a field, or that of a field with another meaning here
     */
    public RequestIds(String field) {
        boolean isToken = field.isEmpty() || HttpHeaderValidationUtil.validateToken(field) < 0;
        if (!isToken || TAKEN.contains(field.toLowerCase(Locale.ROOT))) {
            throw new InvalidProperty(
                    "gateway.request-id-header",
                    field,
                    "the name of a header field of its own such as X-Request-Id, or empty");
        }
        this.outside = field.isEmpty() ? null : new AsciiString(field);
        this.isSame = INSIDE.contentEqualsIgnoreCase(field);
    }

    /** The field in which callers name their requests. */
    Optional<AsciiString> field() {
        return Optional.ofNullable(outside);
    }

    /** The caller's own id where it is one, else a new one; the request carries it from here on. */
    String of(HttpRequest request) {
        HttpHeaders headers = request.headers();
        List<String> shown = outside == null ? List.of() : headers.getAll(outside);
        boolean isOne = shown.size() == 1 && RequestId.isValid(shown.get(0));
        String id = isOne ? shown.get(0) : RequestId.random();
        if (!isOne || !isSame) {
            headers.set(INSIDE, id);
        }
        return id;
    }

    /** Names the exchange in a response. */
    void tell(HttpHeaders headers, @Nullable String id) {
        if (outside != null && id != null) {
            headers.set(outside, id);
        }
    }
}
