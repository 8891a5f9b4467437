package io.offlinemessages.gateway.wire;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.TooLongHttpHeaderException;

/**
 * Puts request heads right. What breaks RFC 9112 where the codec does not mind, or has more fields than anybody sends, is marked as
 * failed. Targets in the absolute form get
 * their origin form, and targets that {@code java.net.URI} refuses are spelled so that it takes them and they mean the same, so that
 * they too are checked for credentials first. What callers say about where a request comes from is left out.
 */
@Sharable
final class RequestHeads extends ChannelInboundHandlerAdapter {

    /** Eight kilobytes of short fields would take some three hundred on the heap. */
    private static final int MOST_FIELDS = 128;

    private final boolean trustsForwarded;

    /**
     * A handler for connections of peers that are all trusted, or all not.
     *
     * @param trustsForwarded whether they are believed when they say where a request comes from
     */
    RequestHeads(boolean trustsForwarded) {
        this.trustsForwarded = trustsForwarded;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request && request.decoderResult().isSuccess()) {
            putRight(request);
        }
        context.fireChannelRead(message);
    }

    private void putRight(HttpRequest request) {
        if (request.headers().size() > MOST_FIELDS) {
            request.setDecoderResult(DecoderResult.failure(new TooLongHttpHeaderException("too many fields")));
            return;
        }
        String violation = RequestRules.violation(request);
        if (violation != null) {
            request.setDecoderResult(DecoderResult.failure(new IllegalArgumentException(violation)));
            return;
        }
        if (!trustsForwarded) {
            ForwardedFields.removeFrom(request.headers());
        }
        AbsoluteForm absolute = AbsoluteForm.parse(request.uri());
        if (absolute != null) {
            request.headers().set(HttpHeaderNames.HOST, absolute.authority());
            request.setUri(absolute.pathAndQuery());
        }
        String target = request.uri();
        String spelled = TargetSpelling.parseable(target);
        if (!spelled.equals(target)) {
            request.setUri(spelled);
        }
    }
}
