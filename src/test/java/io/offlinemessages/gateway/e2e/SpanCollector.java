package io.offlinemessages.gateway.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.resource.v1.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A collector on loopback that takes spans by OTLP over HTTP and keeps them. */
final class SpanCollector implements AutoCloseable {

    private static final String PATH = "/v1/traces";

    private final List<ReceivedSpan> spans = new CopyOnWriteArrayList<>();
    private final List<Resource> resources = new CopyOnWriteArrayList<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final HttpServer server;
    private volatile int status = 200;

    SpanCollector() {
        this(0);
    }

    SpanCollector(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::take);
        server.start();
    }

    /** From now on answers with this status, and keeps what is sent only if it is 200. */
    void answers(int code) {
        status = code;
    }

    /** Where it takes spans. */
    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + PATH;
    }

    /** The properties of a gateway that records every request and sends its spans here soon, and more. */
    String[] properties(String... more) {
        return propertiesFor(endpoint(), more);
    }

    /** The same for a collector that may not be there. */
    static String[] propertiesFor(String endpoint, String... more) {
        var tracing = Stream.of(
                "--management.tracing.export.enabled=true",
                "--management.tracing.sampling.probability=1",
                "--management.opentelemetry.tracing.export.otlp.endpoint=" + endpoint,
                "--management.opentelemetry.tracing.export.schedule-delay=20ms");
        return Stream.concat(tracing, Stream.of(more)).toArray(String[]::new);
    }

    /** How many requests of any kind came. */
    int requests() {
        return requests.get();
    }

    List<ReceivedSpan> spans() {
        return List.copyOf(spans);
    }

    List<ReceivedSpan> spansOf(String traceId) {
        return spans.stream().filter(span -> span.traceId().equals(traceId)).toList();
    }

    List<Resource> resources() {
        return List.copyOf(resources);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.incrementAndGet();
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (status == 200 && exchange.getRequestURI().getPath().equals(PATH)) {
                keep(ExportTraceServiceRequest.parseFrom(body));
            }
            exchange.sendResponseHeaders(status, -1);
        }
    }

    private void keep(ExportTraceServiceRequest request) {
        var received = new ArrayList<ReceivedSpan>();
        for (var resource : request.getResourceSpansList()) {
            resources.add(resource.getResource());
            for (var scope : resource.getScopeSpansList()) {
                scope.getSpansList().stream().map(ReceivedSpan::of).forEach(received::add);
            }
        }
        spans.addAll(received);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
