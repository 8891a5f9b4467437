package io.offlinemessages.gateway.wire;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The time that a request may take to arrive on one HTTP/1.1 connection, from the first read that does not bring all of it. Beyond
 * it the answer is 408, or the end of the connection where the answer has gone already. While an answer is still due, nobody is to
 * blame: the time begins anew. A connection on which no request has begun is left to the idle timeout.
 *
 * <p>It stands behind the codec, and {@link #bytes()} before it. Most requests come in one read, and for them no timer is set.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel
final class ReadTimeout extends ChannelDuplexHandler {

    private final long nanos;
    private final Runnable expired;

    private boolean bytesRead;
    private boolean messageRead;
    private boolean contentDue;
    private boolean informational;
    private int unanswered;
    private @Nullable Future<?> timer;

    /** A deadline for one connection, with what is to be told when it has ended the connection. */
    ReadTimeout(Duration length, Runnable expired) {
        this.nanos = length.toNanos();
        this.expired = expired;
    }

    /** The part before the codec. */
    ChannelInboundHandlerAdapter bytes() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                bytesRead = true;
                context.fireChannelRead(message);
            }
        };
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        messageRead = true;
        if (message instanceof HttpRequest) {
            contentDue = true;
            unanswered++;
        }
        if (message instanceof LastHttpContent) {
            contentDue = false;
            cancel();
        }
        context.fireChannelRead(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        boolean headDue = bytesRead && !messageRead;
        if (timer == null && (headDue || contentDue)) {
            begin(context);
        }
        bytesRead = false;
        messageRead = false;
        context.fireChannelReadComplete();
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response) {
            informational = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        }
        if (message instanceof LastHttpContent && !informational) {
            unanswered--;
        }
        context.write(message, promise);
    }

    private void begin(ChannelHandlerContext context) {
        timer = context.executor().schedule(() -> expire(context), nanos, TimeUnit.NANOSECONDS);
    }

    private void expire(ChannelHandlerContext context) {
        timer = null;
        if (unanswered > 0) {
            begin(context);
            return;
        }
        expired.run();
        if (contentDue) {
            context.close();
            return;
        }
        context.writeAndFlush(Refusal.of(Failure.of(FailureKind.REQUEST_TIMEOUT)))
                .addListener(ChannelFutureListener.CLOSE);
    }

    private void cancel() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        cancel();
        context.fireChannelInactive();
    }
}
