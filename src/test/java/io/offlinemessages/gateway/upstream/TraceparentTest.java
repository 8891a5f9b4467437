package io.offlinemessages.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanContext;
import java.util.HashSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceparentTest {

    private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";

    private static final String SPAN_ID = "00f067aa0ba902b7";

    @ParameterizedTest
    @CsvSource({
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01, true",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00, false",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-ff, true",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-fe, false",
        "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01, true",
        "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-the-future-brings, true",
        "fe-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-, true"
    })
    void a_valid_traceparent_is_continued(String traceparent, boolean sampled) {
        SpanContext named = Traceparent.readOrStart(traceparent);

        assertThat(named.getTraceId()).isEqualTo(TRACE_ID);
        assertThat(named.getSpanId()).isEqualTo(SPAN_ID);
        assertThat(named.isSampled()).isEqualTo(sampled);
        assertThat(Traceparent.write(named)).isEqualTo("00-" + TRACE_ID + '-' + SPAN_ID + (sampled ? "-01" : "-00"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "00",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-011",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01.more",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00F067AA0BA902B7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e47366-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "0-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                " 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 ",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\n",
                "00_4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7_01",
                "00-４bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
            })
    void anything_else_starts_a_new_trace(@Nullable String traceparent) {
        assertThat(Traceparent.read(traceparent).isValid()).isFalse();

        SpanContext started = Traceparent.readOrStart(traceparent);

        assertThat(started.getTraceId()).isNotEqualTo(TRACE_ID).matches("(?!0{32})[0-9a-f]{32}");
        assertThat(started.getSpanId()).matches("(?!0{16})[0-9a-f]{16}");
        assertThat(started.isSampled()).isFalse();
    }

    @Test
    void an_endless_traceparent_starts_a_new_trace() {
        String traceparent = "cc-" + TRACE_ID + "-00f067aa0ba902b7-01-";

        assertThat(Traceparent.read(traceparent + "x".repeat(256 - traceparent.length()))
                        .getTraceId())
                .isEqualTo(TRACE_ID);
        assertThat(Traceparent.read(traceparent + "x".repeat(257 - traceparent.length()))
                        .isValid())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "01"})
    void each_call_gets_a_parent_id_of_its_own_within_the_trace(String flags) {
        SpanContext trace = Traceparent.read("00-" + TRACE_ID + '-' + SPAN_ID + '-' + flags);
        var seen = new HashSet<String>();
        for (int i = 0; i < 1_000; i++) {
            String call = Traceparent.write(Traceparent.next(trace));

            assertThat(call).matches("00-" + TRACE_ID + "-(?!0{16})[0-9a-f]{16}-" + flags);
            seen.add(call);
        }
        assertThat(seen).hasSize(1_000);
    }
}
