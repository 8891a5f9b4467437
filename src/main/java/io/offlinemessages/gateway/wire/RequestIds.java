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
 * The rule that gives each request its id, by which callers, operators and the upstream refer to it. Inside the gateway
 * the request carries the id in {@link RequestId#FIELD}, whichever field callers use.
 */
public final class RequestIds {

    /** Fields that already have a meaning here, in requests or in responses. */
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
     * Reads the name of the field.
     *
     * @param field the field in which callers send and receive ids; empty for none
     * @throws InvalidProperty if the name is not a token (RFC 9110 section 5.6.2) or already has a meaning here
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

    /** The field in which callers send and receive ids, if there is one. */
    Optional<AsciiString> field() {
        return Optional.ofNullable(outside);
    }

    /**
     * The id of the request: the caller's own if it sends exactly one valid id, else a new one. Sets it in the request.
     */
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

    /** Sets the id in a response, if callers receive ids. */
    void tell(HttpHeaders headers, @Nullable String id) {
        if (outside != null && id != null) {
            headers.set(outside, id);
        }
    }
}
