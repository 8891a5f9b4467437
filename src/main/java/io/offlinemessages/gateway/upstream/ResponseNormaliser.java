package io.offlinemessages.gateway.upstream;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.CredentialMode;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.ListRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/** The mapping of any upstream response to a good answer or a documented failure. */
final class ResponseNormaliser {

    private static final String JSON = "application/json";

    private final int maxBody;
    private final Clock clock;

    ResponseNormaliser(UpstreamProperties properties, Clock clock) {
        this.maxBody = properties.largestBody();
        this.clock = clock;
    }

    /** Maps a response; never throws. It reads the status, some header fields and, of a 200, the body. */
    Outcome normalise(CanonicalRequest request, RawAnswer answer) {
        if (answer.status() == 200) {
            return normaliseBody(request, answer);
        }
        return request instanceof DetailRequest detail
                ? detailFailure(detail, answer)
                : listFailure((ListRequest) request, answer);
    }

    private Outcome detailFailure(DetailRequest request, RawAnswer answer) {
        String id = request.id().toString();
        return switch (answer.status()) {
            case 400 -> documented(answer, Failure.of(FailureKind.INVALID_ID, id));
            case 401 -> refused(request);
            case 403 -> documented(answer, Failure.of(FailureKind.DETAIL_FORBIDDEN, id));
            case 404 -> documented(answer, Failure.of(FailureKind.NO_RECORD, id));
            default -> new Outcome.Failed(otherFailure(answer));
        };
    }

    private Outcome listFailure(ListRequest request, RawAnswer answer) {
        return switch (answer.status()) {
            case 400 ->
                documented(
                        answer,
                        Failure.of(FailureKind.INVALID_PAGE, request.page().toString()));
            case 401, 403 -> refused(request);
            default -> new Outcome.Failed(otherFailure(answer));
        };
    }

    /**
     * The documented error if the API itself sent it, which its JSON type shows: an ingress or a firewall sends another type. An empty
     * response without a type, as a mesh without a route sends, counts as documented but uncertain.
     */
    private Outcome documented(RawAnswer answer, Failure failure) {
        List<String> types = answer.headers().getAll(HttpHeaderNames.CONTENT_TYPE);
        boolean json = !types.isEmpty() && types.stream().allMatch(ResponseNormaliser::isJsonOfAnyCharset);
        boolean silent = types.isEmpty() && answer.body().length == 0;
        return json || silent ? new Outcome.Denied(failure, terms(answer), json) : failed(FailureKind.CLIENT_ERROR);
    }

    private static Outcome refused(CanonicalRequest request) {
        var failure = Failure.of(FailureKind.CREDENTIAL_REFUSED);
        return request.account().mode() == CredentialMode.FORWARD
                ? new Outcome.AccountRefused(failure)
                : new Outcome.Failed(failure);
    }

    private Failure otherFailure(RawAnswer answer) {
        int status = answer.status();
        return switch (status) {
            case 429 ->
                Failure.of(
                        FailureKind.RATE_LIMITED,
                        RetryAfter.parse(answer.headers().get(HttpHeaderNames.RETRY_AFTER), clock));
            case 502, 503, 504 -> Failure.of(FailureKind.TRANSIENT_SERVER_ERROR);
            default ->
                Failure.of(
                        status >= 500
                                ? FailureKind.SERVER_ERROR
                                : status >= 400 ? FailureKind.CLIENT_ERROR : FailureKind.UNEXPECTED_STATUS);
        };
    }

    private Outcome normaliseBody(CanonicalRequest request, RawAnswer answer) {
        if (!isJson(answer.headers().get(HttpHeaderNames.CONTENT_TYPE))) {
            return failed(FailureKind.WRONG_CONTENT_TYPE);
        }
        try {
            byte[] body = withoutByteOrderMark(decoded(answer));
            List<MessageDigests> messages = messages(request, body);
            return messages == null
                    ? failed(FailureKind.UNEXPECTED_BODY)
                    : new Outcome.Found(body, messages, terms(answer));
        } catch (BoundedBody.TooLarge e) {
            return failed(FailureKind.BODY_TOO_LARGE);
        } catch (IOException e) {
            return failed(FailureKind.UNEXPECTED_BODY);
        }
    }

    private static @Nullable List<MessageDigests> messages(CanonicalRequest request, byte[] body) {
        if (!(request instanceof DetailRequest detail)) {
            return MessageShape.list(body);
        }
        MessageDigests message = MessageShape.detail(body, detail.id().value());
        return message == null ? null : List.of(message);
    }

    private CacheTerms terms(RawAnswer answer) {
        return CacheTerms.read(answer.headers(), clock.instant());
    }

    private byte[] decoded(RawAnswer answer) throws BoundedBody.TooLarge, IOException {
        String coding = String.join(",", answer.headers().getAll(HttpHeaderNames.CONTENT_ENCODING));
        return switch (coding.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> answer.body();
            case "gzip", "x-gzip" -> Gzip.decode(answer.body(), maxBody);
            default -> throw new IOException("content coding \"" + coding + "\" was not asked for");
        };
    }

    private static boolean isJson(@Nullable String contentType) {
        if (JSON.equals(contentType)) {
            return true;
        }
        try {
            MimeType type = contentType == null ? MimeTypeUtils.ALL : MimeTypeUtils.parseMimeType(contentType);
            boolean unicode = type.getCharset() == null || StandardCharsets.UTF_8.equals(type.getCharset());
            return unicode && type.equalsTypeAndSubtype(MimeTypeUtils.APPLICATION_JSON);
        } catch (InvalidMimeTypeException malformed) {
            return false;
        }
    }

    /** The charset is ignored, because the body is not read. */
    private static boolean isJsonOfAnyCharset(String contentType) {
        int parameters = contentType.indexOf(';');
        String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
        return type.strip().equalsIgnoreCase(JSON);
    }

    private static byte[] withoutByteOrderMark(byte[] body) {
        boolean marked = body.length >= 3 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB && body[2] == (byte) 0xBF;
        return marked ? Arrays.copyOfRange(body, 3, body.length) : body;
    }

    private static Outcome failed(FailureKind kind) {
        return new Outcome.Failed(Failure.of(kind));
    }
}
