package io.offlinemessages.gateway.upstream;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the check of an upstream body costs: a list of ten messages of a kilobyte. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class BodyCheck {

    private final byte[] body = body("x");
    private final byte[] beyondAscii = body("xxxxxxxxxxxx\u00fc");

    @Benchmark
    public List<MessageDigests> list() {
        return MessageShape.list(body);
    }

    @Benchmark
    public List<MessageDigests> listBeyondAscii() {
        return MessageShape.list(beyondAscii);
    }

    /** The same where it is not as usual. */
    @Benchmark
    public List<MessageDigests> listByTheParser() {
        return MessageParser.list(body);
    }

    @Benchmark
    public List<MessageDigests> listBeyondAsciiByTheParser() {
        return MessageParser.list(beyondAscii);
    }

    private static byte[] body(String text) {
        String message = "{\"offline_message_id\":744,\"visitor_id\":1,\"visitor_name\":\"Ann\",\"visitor_email\":\"ann@example.com\","
                + "\"subject\":\"Hello\",\"message\":\"" + text.repeat(850 / text.length()) + "\",\"received_time\":1448876521000,\"unread\":0}";
        return ("[" + (message + ",").repeat(9) + message + "]").getBytes(StandardCharsets.UTF_8);
    }
}
