package io.offlinemessages.gateway.wire;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.offlinemessages.gateway.contract.Failure;

/** The last response on a connection that is ended next to the codec, before any filter sees a request. */
final class Refusal {

    private Refusal() {}

    /** The documented envelope, with {@code Connection: close}. */
    static FullHttpResponse of(Failure failure) {
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
