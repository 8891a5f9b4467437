package io.offlinemessages.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptanceTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*/*",
                "application/json",
                "APPLICATION/Json",
                "application/*",
                "application/json;charset=UTF-8",
                "application/json;q=0.001",
                "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8",
                "*/*;q=0, application/json",
                "application/*;q=0, application/json;q=0.1",
                "text/html;level=\"a,b\", application/json",
                "text/html, application/json;q=1",
                "text/html,*/*;q=0.1",
                "application/json, application/json;q=0"
            })
    void json_is_acceptable(String accept) {
        assertThat(Acceptance.allowsJson(List.of(accept))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "text/*",
                "application/xml",
                "application/problem+json",
                "application/jsonx",
                "application/json;q=0",
                "application/json;q=0.0",
                "application/json;q=0, */*",
                "application/json;q=0, application/*;q=1, */*;q=1",
                "*/*;q=0",
                "application/*;q=0, */*;q=1",
                "text/html, image/png;q=0.5",
                "application/*;q=1, application/json;q=0",
                "application/json;q=0, application/json"
            })
    void json_is_not_acceptable(String accept) {
        assertThat(Acceptance.allowsJson(List.of(accept))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "json",
                "/",
                "text/",
                "/html",
                "*/json",
                "text/html;q=much",
                "text/html;charset=none-such",
                "text/html;charset=\"",
                "text/html;=",
                "text/html;q",
                "te\u0000xt/html",
                "t\u00e9xt/html",
                "*/*;q=half",
                "*/*;q=NaN",
                "*/*;q=2"
            })
    void a_malformed_field_excludes_nothing(String accept) {
        assertThat(Acceptance.allowsJson(List.of("application/json", accept))).isTrue();
        assertThat(Acceptance.allowsJson(List.of(accept, "application/json"))).isTrue();
    }

    @Test
    void a_malformed_weight_excludes_nothing() {
        assertThat(Acceptance.allowsJson(List.of("*/*;q=NaN"))).isTrue();
    }

    @Test
    void without_a_field_json_is_acceptable() {
        assertThat(Acceptance.allowsJson(List.of())).isTrue();
    }

    @Test
    void all_fields_are_read_as_one_list() {
        assertThat(Acceptance.allowsJson(List.of("text/html", "application/json")))
                .isTrue();
        assertThat(Acceptance.allowsJson(List.of("text/html", "image/png"))).isFalse();
        assertThat(Acceptance.allowsJson(List.of("*/*", "application/json;q=0")))
                .isFalse();
    }
}
