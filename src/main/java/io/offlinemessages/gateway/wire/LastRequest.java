package io.offlinemessages.gateway.wire;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Closes one HTTP/1.1 connection with the answer to the request that asks for it, and hides from Reactor Netty that it does: once
 * Reactor Netty has read such a request, answers that are due before it close the connection, and where the request came just as the
 * answer before it went, it is never answered.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the promise tells whoever wrote
final class LastRequest extends ChannelDuplexHandler {

    private int unanswered;
    private boolean seen;
    private boolean dropping;
    private boolean informational;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            dropping = seen;
            if (!dropping) {
                receive(request);
            }
        }
        if (dropping) {
            ReferenceCountUtil.release(message);
        } else {
            context.fireChannelRead(message);
        }
    }

    private void receive(HttpRequest request) {
        unanswered++;
        if (request.decoderResult().isFailure() || !HttpUtil.isKeepAlive(request)) {
            seen = true;
            HttpUtil.setKeepAlive(request, true);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        boolean isToLast = seen && unanswered == 1;
        if (message instanceof HttpResponse response) {
            informational = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
            if (isToLast && !informational) {
                HttpUtil.setKeepAlive(response, false);
            }
        }
        if (message instanceof LastHttpContent && !informational) {
            unanswered--;
            if (isToLast) {
                context.write(message, promise.unvoid()).addListener(ChannelFutureListener.CLOSE);
                return;
            }
        }
        context.write(message, promise);
    }
}
