package io.offlinemessages.gateway.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import org.junit.jupiter.api.Test;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

class RequestContextTest {

    private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";

    private static final String TRACEPARENT = "00-" + TRACE_ID + "-00f067aa0ba902b7-01";

    @Test
    void the_hit_lane_and_webflux_find_the_same_id_and_trace_in_a_request() {
        assertThat(RequestContext.of("order-17", TRACEPARENT))
                .returns("order-17", RequestContext::requestId)
                .returns(TRACE_ID, context -> context.span().getTraceId());
        assertThat(RequestContext.of("order-17", Span.getInvalid()).requestId()).isEqualTo("order-17");
        assertThat(RequestContext.of(exchange("order-17")))
                .returns("order-17", RequestContext::requestId)
                .returns(TRACE_ID, context -> context.span().getTraceId());
    }

    @Test
    void an_exchange_without_a_valid_id_keeps_the_new_one() {
        MockServerWebExchange exchange = exchange("not valid");
        String id = RequestContext.of(exchange).requestId();

        assertThat(id).matches("[0-9a-f]{16}");
        assertThat(RequestContext.of(exchange).requestId()).isEqualTo(id);
        assertThat(RequestContext.of(exchange).callContext().requestId()).isEqualTo(id);
    }

    @Test
    void the_span_of_an_exchange_leaves_its_id_unchanged() {
        MockServerWebExchange exchange = exchange("order-17");

        RequestContext.begin(exchange, Span.getInvalid());

        assertThat(RequestContext.of(exchange).requestId()).isEqualTo("order-17");
        assertThat(RequestContext.of(exchange).span())
                .isEqualTo(Span.getInvalid().getSpanContext());
    }

    private static MockServerWebExchange exchange(String id) {
        return MockServerWebExchange.from(MockServerHttpRequest.get("/api/offlinemessages/744")
                .header("X-Request-Id", id)
                .header("traceparent", TRACEPARENT));
    }
}
