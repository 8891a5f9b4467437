package io.offlinemessages.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.openapi.OpenApi;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The shape that the OpenAPI document describes is the one that the gateway lets pass. */
class DescribedShapeTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "1",
            "1.5",
            "-1",
            "1.429082063768E12",
            "\"\"",
            "\"1\"",
            "[]",
            "[null]",
            "[1]",
            "[{}]",
            "{}");

    static Stream<String> messages() {
        return Stream.of(
                        "visitor_id",
                        "visitor_name",
                        "visitor_email",
                        "visitor_phone",
                        "subject",
                        "message",
                        "received_time",
                        "unread",
                        "unknown")
                .flatMap(DescribedShapeTest::withEachValue);
    }

    static Stream<String> replies() {
        return Stream.of(
                        "reply_message",
                        "message_reply_time",
                        "agent_id",
                        "first_name",
                        "last_name",
                        "email",
                        "unknown")
                .flatMap(field -> VALUES.stream().map(value -> "{\"" + field + "\":" + value + "}"))
                .map(reply -> message("reply_messages", "[{}," + reply + "]"));
    }

    static Stream<String> details() {
        return Stream.of(
                        messages(),
                        replies(),
                        withEachValue("reply_messages"),
                        Stream.of(
                                "{}",
                                "[]",
                                "null",
                                "{\"offline_message_id\":null}",
                                "{\"offline_message_id\":\"744\"}"))
                .flatMap(bodies -> bodies);
    }

    static Stream<String> lists() {
        return Stream.concat(messages(), withEachValue("reply_message_count"));
    }

    @ParameterizedTest
    @MethodSource("details")
    void a_detail_passes_if_and_only_if_it_is_as_described(String body) {
        assertThat(MessageShape.detail(bytes(body), 744) != null).isEqualTo(isDescribed("Message", body));
    }

    @ParameterizedTest
    @MethodSource("lists")
    void a_list_passes_if_and_only_if_it_is_as_described(String message) {
        String body = "[{\"offline_message_id\":0}," + message + "]";
        assertThat(MessageShape.list(bytes(body)) != null).isEqualTo(isDescribed("MessageList", body));
    }

    private static Stream<String> withEachValue(String field) {
        return VALUES.stream().map(value -> message(field, value));
    }

    private static String message(String field, String value) {
        return "{\"offline_message_id\":744,\"" + field + "\":" + value + "}";
    }

    private static boolean isDescribed(String schema, String body) {
        JsonNode value = JSON.readTree(body);
        return OpenApi.published().problems(schema, value).isEmpty();
    }

    private static byte[] bytes(String body) {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
