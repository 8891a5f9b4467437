package io.offlinemessages.gateway.cache;

import static io.offlinemessages.gateway.cache.Pod.DETAIL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.offlinemessages.gateway.shared.Notice;
import io.offlinemessages.gateway.shared.RedisProcess;
import io.offlinemessages.gateway.upstream.Samples;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a request waits for at the server is a span below the request's; what nobody waits for is none. */
class SharedSpansTest {

    private final Queue<SpanData> spans = new ConcurrentLinkedQueue<>();
    private final SdkTracerProvider tracing = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(new Kept(spans)))
            .build();
    private final RedisProcess redis = new RedisProcess();
    private final Pod one = new Pod(redis).started();
    private final Pod traced = new Pod(redis, tracing.get("test")).started();

    @AfterEach
    void stop() {
        one.close();
        traced.close();
        redis.close();
        tracing.close();
    }

    @Test
    void claims_and_looks_are_spans_with_their_outcomes() {
        var caller = one.ask(DETAIL);
        await().until(() -> one.calls.get() == 1);
        var waiting = traced.ask(DETAIL);
        await().until(() -> spans.size() >= 2);
        one.answer(PlayedCache.found(DETAIL, "{\"offline_message_id\":7}"));
        caller.join();
        waiting.join();

        assertThat(spans).allSatisfy(span -> {
            assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
            assertThat(span.getTraceId()).isEqualTo(Samples.CONTEXT.span().getTraceId());
            assertThat(span.getParentSpanId()).isEqualTo(Samples.CONTEXT.span().getSpanId());
            assertThat(span.getStatus()).isEqualTo(StatusData.unset());
        });
        assertThat(spans).first().satisfies(span -> {
            assertThat(span.getName()).isEqualTo("redis claim");
            assertThat(span.getAttributes().asMap())
                    .isEqualTo(Attributes.builder()
                            .put("db.system.name", "redis")
                            .put("db.operation.name", "claim")
                            .put("outcome", "loading")
                            .build()
                            .asMap());
        });
        assertThat(spans).last().extracting(SpanData::getName).isEqualTo("redis look");
        assertThat(spans.stream().map(SharedSpansTest::outcome))
                .startsWith("loading", "loading")
                .endsWith("fresh");
    }

    @Test
    void a_trip_without_a_reply_is_an_error() {
        redis.freeze();
        var caller = traced.ask(DETAIL);
        traced.answer(PlayedCache.found(DETAIL, "{\"offline_message_id\":7}"));
        caller.join();

        assertThat(spans).singleElement().satisfies(span -> {
            assertThat(outcome(span)).isIn("lost", "out_of_time");
            assertThat(span.getStatus()).extracting(StatusData::getStatusCode).isEqualTo(StatusCode.ERROR);
        });
    }

    @Test
    void a_trip_without_a_waiting_request_has_no_span() {
        traced.load(DETAIL, PlayedCache.found(DETAIL, "{\"offline_message_id\":7}"));
        await().until(() -> one.ask(DETAIL).join().provenance().result() == CacheResult.HIT);
        traced.cache.operations().evictElsewhere(new Notice.OfAll());

        assertThat(spans).singleElement().extracting(SpanData::getName).isEqualTo("redis claim");
    }

    private static String outcome(SpanData span) {
        return span.getAttributes().asMap().entrySet().stream()
                .filter(attribute -> attribute.getKey().getKey().equals("outcome"))
                .map(attribute -> attribute.getValue().toString())
                .findAny()
                .orElse("none");
    }

    private record Kept(Queue<SpanData> spans) implements SpanExporter {

        @Override
        public CompletableResultCode export(Collection<SpanData> ended) {
            spans.addAll(ended);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
