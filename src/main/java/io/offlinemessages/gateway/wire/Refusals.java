package io.offlinemessages.gateway.wire;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.RequestId;
import io.offlinemessages.gateway.telemetry.WireRefusals;
import org.jspecify.annotations.Nullable;

/**
 * The only writer of errors on the wire: answers requests that are refused before WebFlux sees them. Each response has
 * the documented envelope, is the last one of its connection, and is counted and logged as WebFlux's responses are.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel
final class Refusals {

    private final @Nullable WireRefusals told;
    private final RequestIds ids;

    /**
     * The writer of one port.
     *
     * @param told counts and logs each refusal; null for no telemetry
     */
    Refusals(@Nullable WireRefusals told, RequestIds ids) {
        this.told = told;
        this.ids = ids;
    }

    /** Refuses a request that the codec or {@link RequestHeads} has marked as failed: with 414, 431 or 400. */
    void refuse(ChannelHandlerContext context, HttpRequest request, Exchange exchange) {
        Throwable cause = request.decoderResult().cause();
        FailureKind kind = cause instanceof TooLongHttpLineException
                ? FailureKind.URI_TOO_LONG
                : cause instanceof TooLongHttpHeaderException
                        ? FailureKind.FIELDS_TOO_LARGE
                        : FailureKind.MALFORMED_REQUEST;
        write(context, request, exchange.id(), Failure.of(kind), 0);
        exchange.end();
    }

    /**
     * Answers with a failure and ends a connection on which no request is due.
     *
     * @param request the refused request; null if none has been read
     * @param nanos the duration of the request, in nanoseconds
     */
    void end(ChannelHandlerContext context, @Nullable HttpRequest request, Failure failure, long nanos) {
        write(context, request, request == null ? RequestId.random() : ids.of(request), failure, nanos);
    }

    /** The envelope that replaces Reactor Netty's own 500, which is released and counted as an internal failure. */
    FullHttpResponse instead(FullHttpResponse bare) {
        bare.release();
        var failure = Failure.of(FailureKind.INTERNAL);
        if (told != null) {
            told.count(failure);
        }
        return response(failure);
    }

    private void write(
            ChannelHandlerContext context,
            @Nullable HttpRequest request,
            @Nullable String id,
            Failure failure,
            long nanos) {
        FullHttpResponse response = response(failure);
        ids.tell(response.headers(), id);
        if (told != null) {
            told.refused(request == null ? null : request.method().name(), String.valueOf(id), failure, nanos);
        }
        context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    private static FullHttpResponse response(Failure failure) {
        byte[] body = failure.body();
        var response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(failure.status()), Unpooled.wrappedBuffer(body));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, failure.contentType())
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        failure.retryAfterSeconds().ifPresent(wait -> response.headers().set(HttpHeaderNames.RETRY_AFTER, wait));
        return response;
    }
}
