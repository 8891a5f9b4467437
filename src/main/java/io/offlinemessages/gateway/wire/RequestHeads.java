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
 * Puts request heads right. What breaks RFC 9112 where the codec does not mind is marked as failed. Of a great many fields, those
 * that nobody reads are left out. Targets in the absolute form get their origin form, and targets that {@code java.net.URI} refuses
 * are spelled so that it takes them and they mean the same, so that they too are checked for credentials first. What callers say
 * about where a request comes from is left out.
 */
@Sharable
final class RequestHeads extends ChannelInboundHandlerAdapter {

    /** Eight kilobytes of short fields take some three hundred on the heap. */
    private static final int MANY_FIELDS = 64;

    /** What somebody behind this handler reads. */
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
     * A handler for connections of peers that are all trusted, or all not.
     *
     * @param trustsForwarded whether they are believed when they say where a request comes from
     * @param requestId the field in which they name a request, where there is one
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

    /** So that requests which wait for their answers take little. */
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
