package io.offlinemessages.gateway.wire;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.AsciiString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The handler that checks and normalises request heads. It marks a request that breaks {@link RequestRules} as failed.
 * Of more than 64 fields it keeps those that the gateway reads. It turns a target in absolute-form into origin-form. It
 * escapes a target that {@code java.net.URI} refuses, without changing its meaning, so that such a request is checked
 * for credentials first, like any other. It removes the forwarded fields of untrusted clients.
 */
@Sharable
final class RequestHeads extends ChannelInboundHandlerAdapter {

    /** Real clients send a dozen fields; 8 KB of short fields take about 300 KB of heap. */
    private static final int MANY_FIELDS = 64;

    /** The fields that the handlers and filters behind this one read. */
    private static final List<AsciiString> READ = List.of(
            HttpHeaderNames.ACCEPT,
            HttpHeaderNames.AUTHORIZATION,
            HttpHeaderNames.CACHE_CONTROL,
            HttpHeaderNames.CONNECTION,
            HttpHeaderNames.CONTENT_LENGTH,
            HttpHeaderNames.EXPECT,
            HttpHeaderNames.HOST,
            HttpHeaderNames.IF_NONE_MATCH,
            HttpHeaderNames.TRANSFER_ENCODING,
            HttpHeaderNames.UPGRADE,
            AsciiString.cached("traceparent"),
            AsciiString.cached("x-forwarded-for"));

    private final boolean trustsForwarded;
    private final Optional<AsciiString> requestId;

    /**
     * A handler for connections whose clients are either all trusted proxies or all others.
     *
     * @param trustsForwarded whether their forwarded fields are kept
     * @param requestId the field that carries the request id, if there is one
     */
    RequestHeads(boolean trustsForwarded, Optional<AsciiString> requestId) {
        this.trustsForwarded = trustsForwarded;
        this.requestId = requestId;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request && request.decoderResult().isSuccess()) {
            putRight(request);
        }
        context.fireChannelRead(message);
    }

    /**
     * Removes every field that the gateway does not read, so that a request which waits for its answer occupies little
     * heap.
     */
    private void leaveWhatIsRead(HttpHeaders headers) {
        var read = new LinkedHashMap<AsciiString, List<String>>();
        Stream.concat(READ.stream(), requestId.stream()).forEach(name -> read.put(name, headers.getAll(name)));
        headers.clear();
        read.forEach((name, values) -> values.forEach(value -> headers.add(name, value)));
    }

    private void putRight(HttpRequest request) {
        String violation = RequestRules.violation(request);
        if (violation != null) {
            request.setDecoderResult(DecoderResult.failure(new IllegalArgumentException(violation)));
            return;
        }
        if (request.headers().size() > MANY_FIELDS) {
            leaveWhatIsRead(request.headers());
        }
        if (!trustsForwarded) {
            ForwardedFields.removeFrom(request.headers());
        }
        AbsoluteForm absolute = AbsoluteForm.parse(request.uri());
        if (absolute != null) {
            request.headers().set(HttpHeaderNames.HOST, absolute.authority());
            request.setUri(absolute.pathAndQuery());
        }
        request.setUri(TargetSpelling.parseable(request.uri()));
    }
}
