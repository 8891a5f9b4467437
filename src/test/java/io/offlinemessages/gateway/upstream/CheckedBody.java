package io.offlinemessages.gateway.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.Failure;
import java.util.List;
import java.util.Objects;

/** Outcomes as the upstream room makes them of bodies. */
public final class CheckedBody {

    private CheckedBody() {}

    /** A good answer of so many seconds of age. */
    public static Outcome found(CanonicalRequest request, String json, long age) {
        var terms = new CacheTerms(null, CacheTerms.UNLIMITED, age, CacheTerms.UNLIMITED, CacheTerms.UNLIMITED);
        return found(request, json, terms);
    }

    /** A good answer on these terms. */
    public static Outcome found(CanonicalRequest request, String json, CacheTerms terms) {
        return new Outcome.Found(json.getBytes(UTF_8), messages(request, json), terms);
    }

    /** A documented error. */
    public static Outcome denied(Failure failure) {
        return new Outcome.Denied(failure, CacheTerms.UNSAID, true);
    }

    /** The digests of a body that has to be a good one. */
    public static List<MessageDigests> messages(CanonicalRequest request, String json) {
        byte[] body = json.getBytes(UTF_8);
        return request instanceof DetailRequest detail
                ? List.of(Objects.requireNonNull(
                        MessageShape.detail(body, detail.id().value()), json))
                : Objects.requireNonNull(MessageShape.list(body), json);
    }
}
