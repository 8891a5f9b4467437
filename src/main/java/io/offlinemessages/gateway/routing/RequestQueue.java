package io.offlinemessages.gateway.routing;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Hands the requests of one HTTP/1.1 connection to Reactor Netty one at a time, each when the answer before it has gone. Reactor
 * Netty has a queue of its own, but a request in it that closes the connection ends answers that are due before its own, or is never
 * answered, depending on what comes first. While something waits here, nothing more is read.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the promise tells whoever wrote
final class RequestQueue extends ChannelDuplexHandler {

    private final Queue<Object> waiting = new ArrayDeque<>(0);
    private boolean answerDue;
    private boolean informational;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!waiting.isEmpty() || (answerDue && message instanceof HttpRequest)) {
            waiting.add(message);
            return;
        }
        answerDue |= message instanceof HttpRequest;
        context.fireChannelRead(message);
    }

    @Override
    public void read(ChannelHandlerContext context) {
        if (waiting.isEmpty()) {
            context.read();
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response) {
            informational = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        }
        if (message instanceof LastHttpContent && !informational) {
            // Afterwards, because Reactor Netty's own listener is told later.
            promise.addListener(gone -> context.executor().execute(() -> handOn(context)));
        }
        context.write(message, promise);
    }

    private void handOn(ChannelHandlerContext context) {
        answerDue = false;
        if (waiting.isEmpty()) {
            return;
        }
        while (!waiting.isEmpty() && !(answerDue && waiting.peek() instanceof HttpRequest)) {
            Object message = waiting.remove();
            answerDue |= message instanceof HttpRequest;
            context.fireChannelRead(message);
        }
        context.fireChannelReadComplete();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
    }
}
