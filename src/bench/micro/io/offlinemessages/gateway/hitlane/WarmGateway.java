package io.offlinemessages.gateway.hitlane;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.offlinemessages.gateway.GatewayApplication;
import io.offlinemessages.gateway.admission.Admission;
import io.offlinemessages.gateway.cache.AnswerCache;
import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The gateway as it is in production, with a message in its cache and a caller's password checked. */
@State(Scope.Benchmark)
public class WarmGateway {

    static final String TARGET = "/api/offlinemessages/744";
    static final String AUTHORIZATION = "Basic "
            + Base64.getEncoder().encodeToString("john@example.com:123456".getBytes(StandardCharsets.UTF_8));

    private SandboxUpstream sandbox;
    private ConfigurableApplicationContext context;

    Admission admission;
    AnswerCache cache;
    FreshHits hits;

    @Setup(Level.Trial)
    public void start() throws IOException, InterruptedException {
        sandbox = new SandboxUpstream();
        List<String> arguments = new ArrayList<>(sandbox.gatewayProperties());
        arguments.addAll(List.of(
                "--server.port=0",
                "--management.server.port=0",
                "--gateway.drain.delay=0s",
                "--gateway.cache.ttl=1h",
                "--gateway.access-log.enabled=false"));
        context = SpringApplication.run(GatewayApplication.class, arguments.toArray(String[]::new));
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        var request = java.net.http.HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + TARGET))
                .header("Authorization", AUTHORIZATION)
                .build();
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
        admission = context.getBean(Admission.class);
        cache = context.getBean(AnswerCache.class);
        hits = context.getBean(FreshHits.class);
    }

    /** A connection of its own, of codec and lane. */
    EmbeddedChannel connection() {
        return new EmbeddedChannel(new HttpServerCodec(), new HitLane(hits, null));
    }

    /** The request as the codec reads it. */
    static HttpRequest request() {
        var channel = new EmbeddedChannel(new HttpServerCodec());
        channel.writeInbound(Unpooled.copiedBuffer(bytes(), StandardCharsets.US_ASCII));
        return channel.readInbound();
    }

    static String bytes() {
        return "GET " + TARGET + " HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nAuthorization: " + AUTHORIZATION + "\r\n\r\n";
    }

    @TearDown(Level.Trial)
    public void stop() {
        context.close();
        sandbox.close();
    }
}
