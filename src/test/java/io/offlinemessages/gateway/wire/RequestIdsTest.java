package io.offlinemessages.gateway.wire;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinemessages.gateway.contract.InvalidProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"X Request", "Authorization", "host", "Content-Length", "traceparent", "ETag", "X-Forwarded-For"
            })
    void a_name_that_is_no_token_or_has_another_meaning_is_refused(String field) {
        assertThatThrownBy(() -> new RequestIds(field))
                .isInstanceOf(InvalidProperty.class)
                .hasMessageContaining("gateway.request-id-header")
                .hasMessageContaining(field)
                .hasMessageContaining("the name of a header field of its own such as X-Request-Id, or empty");
    }
}
