package io.offlinemessages.gateway.hitlane;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import io.offlinemessages.gateway.access.ShownCredentials;
import io.offlinemessages.gateway.admission.Decision;
import io.offlinemessages.gateway.admission.Decision.Admitted;
import io.offlinemessages.gateway.admission.RequestHead;
import io.offlinemessages.gateway.admission.Target;
import io.offlinemessages.gateway.cache.FreshAnswer;
import io.offlinemessages.gateway.contract.DetailRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What each hit goes through, one function at a time, and then the whole of it between two sockets. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class HotFunctions {

    private final RequestHead head = new RequestHead(
            "GET", Target.parse(WarmGateway.TARGET, null), List.of(WarmGateway.AUTHORIZATION), List.of(), 0);
    private final ShownCredentials shown = new ShownCredentials();
    private final HttpRequest request = WarmGateway.request();
    private final HitResponses responses = new HitResponses(Clock.systemUTC(), "");
    private final ByteBuf bytes = Unpooled.unreleasableBuffer(
            Unpooled.directBuffer().writeBytes(WarmGateway.bytes().getBytes(StandardCharsets.US_ASCII)));

    private DetailRequest key;
    private Hit hit;
    private EmbeddedChannel connection;

    @Setup
    public void prepare(WarmGateway gateway) {
        var admitted = (Admitted) gateway.admission.decide(head);
        key = (DetailRequest) admitted.request();
        hit = new Hit(admitted, gateway.cache.fresh(key), false, null);
        connection = gateway.connection();
    }

    @Benchmark
    public Decision admission(WarmGateway gateway) {
        return gateway.admission.decide(head);
    }

    @Benchmark
    public Decision admissionOnAConnectionThatHasShownTheSame(WarmGateway gateway) {
        return gateway.admission.decide(head, shown);
    }

    @Benchmark
    public FreshAnswer cacheLookup(WarmGateway gateway) {
        return gateway.cache.fresh(key);
    }

    @Benchmark
    public FullHttpResponse headerBlock() {
        return responses.response(hit);
    }

    @Benchmark
    public FullHttpResponse freshHit(WarmGateway gateway) {
        return gateway.hits.answer(request, shown);
    }

    /** With the codec, and what the embedded channel itself takes. */
    @Benchmark
    public void connection() {
        connection.writeInbound(bytes.duplicate());
        for (Object out = connection.readOutbound(); out != null; out = connection.readOutbound()) {
            ReferenceCountUtil.release(out);
        }
    }
}
