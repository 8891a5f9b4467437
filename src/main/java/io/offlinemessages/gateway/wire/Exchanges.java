package io.offlinemessages.gateway.wire;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;

/**
 * The handler that counts the requests and final responses of one connection and closes it with the last response. A
 * response is the last one if its request asks to close, is malformed, sends {@code Expect} or is the n-th of the
 * connection, if the response itself says {@code Connection: close}, or if the gateway is draining. The handler sets
 * the request id in each request and in its response. It drops request content on the API's port, where content has no
 * meaning.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the promise reports to the writer
final class Exchanges extends ChannelDuplexHandler {

    private static final AsciiString CONNECTION = AsciiString.cached("Connection");
    private static final AsciiString KEEP_ALIVE = AsciiString.cached("Keep-Alive");

    private final Exchange exchange;
    private final Turns turns;
    private final String keepAlive;
    private final Port port;

    /**
     * The handler of one connection.
     *
     * @param keepAlive the value of {@code Keep-Alive} in responses that leave the connection open
     */
    Exchanges(Exchange exchange, Turns turns, String keepAlive, Port port) {
        this.exchange = exchange;
        this.turns = turns;
        this.keepAlive = keepAlive;
        this.port = port;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            begin(context, request);
        } else if (port.readsContent()) {
            context.fireChannelRead(message);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(ChannelHandlerContext context, HttpRequest request) {
        boolean isFailed = request.decoderResult().isFailure();
        boolean staysOpen = HttpUtil.isKeepAlive(request);
        exchange.begin(port.ids().of(request));
        if (isFailed || !staysOpen || request.headers().contains(HttpHeaderNames.EXPECT)) {
            // After a final response in place of 100 (Continue) the client may send its content or not (RFC 9110
            // section 10.1.1), so the octets that follow have no certain meaning.
            exchange.close();
        }
        if (isFailed) {
            port.refusals().refuse(context, request, exchange);
            return;
        }
        turns.expectContent(content(request));
        if (!staysOpen) {
            // Reactor Netty leaves a request with "Connection: close" unanswered if it is read just as the response
            // before it goes out. So Reactor Netty sees a keep-alive request, and this handler closes the connection.
            HttpUtil.setKeepAlive(request, true);
        }
        context.fireChannelRead(request);
        if (!port.readsContent()) {
            context.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
        }
    }

    /**
     * The announced content length in octets. Content in a transfer coding counts as endless, so no octet behind it is
     * read as a request; the response closes the connection.
     */
    private static long content(HttpRequest request) {
        return request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
                ? Long.MAX_VALUE
                : HttpUtil.getContentLength(request, 0L);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        Object passed = message;
        if (message instanceof HttpResponse response) {
            if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
                context.write(message, promise);
                return;
            }
            passed = head(response);
        }
        if (!(passed instanceof LastHttpContent)) {
            context.write(passed, promise);
            return;
        }
        boolean closes = exchange.isLast();
        exchange.end();
        if (closes) {
            context.write(passed, promise.unvoid()).addListener(ChannelFutureListener.CLOSE);
        } else {
            context.write(passed, promise);
        }
    }

    private HttpResponse head(HttpResponse response) {
        HttpResponse told = isBareError(response) ? port.refusals().instead((FullHttpResponse) response) : response;
        HttpHeaders headers = told.headers();
        if (port.draining().getAsBoolean() || !HttpUtil.isKeepAlive(told)) {
            exchange.close();
        }
        if (exchange.isLast()) {
            headers.set(CONNECTION, HttpHeaderValues.CLOSE);
        } else {
            headers.set(CONNECTION, HttpHeaderValues.KEEP_ALIVE);
            headers.set(KEEP_ALIVE, keepAlive);
        }
        port.ids().tell(headers, exchange.id());
        return told;
    }

    /** Whether this is the 500 without content that Reactor Netty writes when all other handlers have failed. */
    private static boolean isBareError(HttpResponse response) {
        return response instanceof FullHttpResponse full
                && response.status().equals(HttpResponseStatus.INTERNAL_SERVER_ERROR)
                && !full.content().isReadable()
                && !response.headers().contains(HttpHeaderNames.CONTENT_TYPE);
    }
}
