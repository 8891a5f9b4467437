package io.offlinemessages.gateway.hitlane;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpMethod;
import io.offlinemessages.gateway.admission.Target;
import io.offlinemessages.gateway.contract.RequestId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request whose head has been learned; valid as long as its octets stay in the buffer. */
final class KnownRequest implements AskedHead {

    private final LearnedHead head;
    private final PlainLine line;
    private final ByteBuf octets;
    private final int begin;
    private @Nullable String id;

    /** The request that begins at this index. */
    KnownRequest(LearnedHead head, PlainLine line, ByteBuf octets, int begin) {
        this.head = head;
        this.line = line;
        this.octets = octets;
        this.begin = begin;
    }

    LearnedHead head() {
        return head;
    }

    Target target() {
        return line.target(octets, begin);
    }

    /** The length of its head in octets, request line included. */
    int length() {
        return line.length() + head.block().length();
    }

    @Override
    public HttpMethod method() {
        return HttpMethod.GET;
    }

    /** The caller's own id, or a new one that is made on the first call. */
    @Override
    public String requestId() {
        String known = id;
        if (known == null) {
            String own = value(VaryingField.REQUEST_ID);
            known = own == null ? RequestId.random() : own;
            id = known;
        }
        return known;
    }

    @Override
    public @Nullable String traceparent() {
        return value(VaryingField.TRACEPARENT);
    }

    /** The values of {@code If-None-Match}. */
    List<String> ifNoneMatch() {
        String value = value(VaryingField.IF_NONE_MATCH);
        return value == null ? List.of() : List.of(value);
    }

    private @Nullable String value(VaryingField field) {
        return head.block().value(field, octets, begin + line.length());
    }
}
