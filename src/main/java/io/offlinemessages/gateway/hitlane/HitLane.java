package io.offlinemessages.gateway.hitlane;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.offlinemessages.gateway.access.ShownCredentials;
import java.util.function.BooleanSupplier;

/**
 * The lane of one HTTP/1.1 connection on which fresh hits overtake Reactor Netty's handlers. It stands between the codec and them.
 *
 * <p>Responses leave in the order of their requests: while anything that was passed on is still to be answered, all else is passed
 * on after it. Reactor Netty reads by itself only when it has answered something, so whoever answered last asks for the next read;
 * the lane does not while the caller leaves what was written. What was read already is answered all the same, up to a bound: the
 * codec fails a connection with more than 128 requests without a response. Beyond the bound Reactor Netty answers one by one, and
 * waits until each is taken.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel, or tells whoever wrote
final class HitLane extends ChannelDuplexHandler {

    /** How many bytes may wait for the caller to take them. */
    private static final int MOST_UNTAKEN = 1024 * 1024;

    private final FreshHits hits;
    private final BooleanSupplier draining;
    private final int maxRequests;
    private final ShownCredentials shown = new ShownCredentials();

    private int requests;
    private int inFlight;
    private boolean informational;
    private boolean closing;
    private boolean swallowing;
    private boolean answered;
    private boolean readHeld;

    /** A lane for one connection, which closes after so many requests; -1 for no limit. */
    HitLane(FreshHits hits, BooleanSupplier draining, int maxRequests) {
        this.hits = hits;
        this.draining = draining;
        this.maxRequests = maxRequests;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            receive(context, request);
        } else if (swallowing) {
            swallowing = !(message instanceof LastHttpContent);
            ReferenceCountUtil.release(message);
        } else {
            context.fireChannelRead(message);
        }
    }

    private void receive(ChannelHandlerContext context, HttpRequest request) {
        requests++;
        FullHttpResponse response = mayAnswer(context) ? hits.answer(request, shown) : null;
        if (response == null) {
            passOn(context, request);
            return;
        }
        context.write(response).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        answered = true;
        swallowing = true;
    }

    private boolean mayAnswer(ChannelHandlerContext context) {
        return inFlight == 0 && !closing && requests != maxRequests && !draining.getAsBoolean() && isTaken(context);
    }

    private static boolean isTaken(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            return true;
        }
        context.flush();
        return context.channel().bytesBeforeWritable() <= MOST_UNTAKEN;
    }

    private void passOn(ChannelHandlerContext context, HttpRequest request) {
        inFlight++;
        if (requests == maxRequests) {
            // Reactor Netty counts only what it sees.
            request.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        closing |= request.decoderResult().isFailure() || !HttpUtil.isKeepAlive(request);
        context.fireChannelRead(request);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response) {
            informational = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
            closing |= !informational && !HttpUtil.isKeepAlive(response);
        }
        if (message instanceof LastHttpContent && !informational) {
            inFlight--;
        }
        context.write(message, promise);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (answered) {
            answered = false;
            context.flush();
            readNext(context);
        }
        context.fireChannelReadComplete();
    }

    private void readNext(ChannelHandlerContext context) {
        if (inFlight > 0) {
            return;
        }
        readHeld = !context.channel().isWritable();
        if (!readHeld) {
            context.read();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (readHeld && context.channel().isWritable()) {
            readNext(context);
        }
        context.fireChannelWritabilityChanged();
    }
}
