package io.offlinemessages.gateway.wire;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;

/**
 * Puts right, next to the codec, what would otherwise be answered before any filter sees it. Targets in the absolute form get their
 * origin form, and targets that {@code java.net.URI} refuses are spelled so that it takes them and they mean the same, so that they
 * too are checked for credentials first. Bare errors that Reactor Netty answers by itself (400, 414, 431) get the documented
 * envelope. What callers say about where a request comes from is left out.
 */
@Sharable
@SuppressWarnings("FutureReturnValueIgnored") // the promise tells whoever wrote
final class WireHandler extends ChannelDuplexHandler {

    private final boolean trustsForwarded;

    /**
     * A handler for connections of peers that are all trusted, or all not.
     *
     * @param trustsForwarded whether they are believed when they say where a request comes from
     */
    WireHandler(boolean trustsForwarded) {
        this.trustsForwarded = trustsForwarded;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request && request.decoderResult().isSuccess()) {
            check(request);
            if (!trustsForwarded) {
                ForwardedFields.removeFrom(request.headers());
            }
        }
        context.fireChannelRead(message);
    }

    private static void check(HttpRequest request) {
        String violation = RequestRules.violation(request);
        if (violation != null) {
            request.setDecoderResult(DecoderResult.failure(new IllegalArgumentException(violation)));
            return;
        }
        if (request.headers().contains(HttpHeaderNames.EXPECT)) {
            // Whether its content comes is unsure once there is an answer (RFC 9110 section 10.1.1).
            request.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
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

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof FullHttpResponse response && isBareError(response)) {
            context.write(enveloped(response), promise);
            return;
        }
        context.write(message, promise);
    }

    private static boolean isBareError(FullHttpResponse response) {
        return response.status().code() >= 400
                && !response.content().isReadable()
                && !response.headers().contains(HttpHeaderNames.CONTENT_TYPE);
    }

    private static FullHttpResponse enveloped(FullHttpResponse bare) {
        Failure failure = Failure.of(
                switch (bare.status().code()) {
                    case 413 -> FailureKind.CONTENT_TOO_LARGE;
                    case 414 -> FailureKind.URI_TOO_LONG;
                    case 431 -> FailureKind.FIELDS_TOO_LARGE;
                    case 400 -> FailureKind.MALFORMED_REQUEST;
                    default -> FailureKind.INTERNAL;
                });
        byte[] body = failure.body();
        FullHttpResponse enveloped = bare.replace(Unpooled.wrappedBuffer(body));
        bare.release();
        enveloped
                .headers()
                .set(HttpHeaderNames.CONTENT_TYPE, failure.contentType())
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        return enveloped;
    }
}
