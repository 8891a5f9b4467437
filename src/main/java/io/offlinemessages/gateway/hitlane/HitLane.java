package io.offlinemessages.gateway.hitlane;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.offlinemessages.gateway.access.ShownCredentials;
import org.jspecify.annotations.Nullable;

/**
 * The handler that answers the fresh hits of one HTTP/1.1 connection right behind the codec, ahead of Reactor Netty. It
 * passes every other request on.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel
public final class HitLane extends ChannelInboundHandlerAdapter {

    /*
     * The way through Reactor Netty, WebFlux and the filters costs two to three times as much as a hit itself, and the
     * route chain as much again. This handler spares hits that way.
     *
     * Mechanism
     *
     * Turns delivers one request at a time. FreshHits decides about it by the objects that decide for WebFlux, too:
     * Admission, AnswerCache and RequestRates. A hit is written at once, the end of its request (the only content that
     * Exchanges leaves) is dropped, and the next request is requested by a read(). The responses of one socket read are
     * flushed together. A request that is no hit continues to Reactor Netty as if this handler were absent.
     *
     * Invariants
     *
     * - One rule, one place: no check is written a second time for the lane, and a caller sees the same bytes, meters
     *   and log lines either way (HitLaneIT compares them).
     * - A request that is passed on has left no trace: nothing of it is counted, no token is taken, and no decision
     *   accompanies it. WebFlux decides anew, because a decision that waits may be older than the users file.
     * - The lane holds no state of other requests. The order of responses and slow readers are the business of Turns
     *   and WaitingBytes, the last response and the drain that of Exchanges; their rules hold for each response alike.
     * - The memo learns a head only here, from the request that the lane has just answered. Turns passes on one head at
     *   a time, so that this head is the one that is passing.
     * - Nothing blocks: a password that is not remembered makes the request no hit.
     *
     * Source: RFC 9111 section 4 for the reuse of a fresh response, RFC 9110 section 13.1.2 for 304; the decision
     * hit-lane.md.
     */

    private final FreshHits hits;
    private final @Nullable HeadMemo memo;
    private final ShownCredentials shown = new ShownCredentials();
    private boolean answering;
    private boolean answered;

    /**
     * The lane of one connection.
     *
     * @param memo learns the heads of requests that are answered here; null if the connection has none
     */
    public HitLane(FreshHits hits, @Nullable HeadMemo memo) {
        this.hits = hits;
        this.memo = memo;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request && answer(context, request)) {
            answering = true;
        } else if (answering) {
            // The end of the answered request.
            answering = false;
            answered = true;
            context.read();
        } else {
            context.fireChannelRead(message);
        }
    }

    private boolean answer(ChannelHandlerContext context, HttpRequest request) {
        FullHttpResponse response = hits.answer(request, shown);
        if (response == null) {
            return false;
        }
        if (memo != null) {
            memo.learn(request);
        }
        context.write(response).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        return true;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (answered) {
            answered = false;
            context.flush();
        }
        context.fireChannelReadComplete();
    }
}
