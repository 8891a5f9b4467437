package io.offlinemessages.gateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The check finds whatever is wrong with a response; else all tests that lean on it would prove nothing. */
class ResponseValidatorTest {

    private static final String LIST = "/api/offlinemessages/";
    private static final String DETAIL = LIST + "744";
    private static final String GOOD = "{\"offline_message_id\":744,\"extra\":true}";

    private final ResponseValidator validator = new ResponseValidator(OpenApi.published());

    private final Map<String, String> fields = new TreeMap<>(Map.of(
            "Age", "3",
            "Cache-Control", "private, no-cache",
            "Cache-Status", "offline-messages-gateway; hit; ttl=27",
            "Content-Length", "1",
            "Content-Type", "application/json",
            "Date", "Tue, 02 Jun 2015 07:41:54 GMT",
            "ETag", "\"wUYtZXeKzAcAW5dTLYpIjw\""));

    @Test
    void a_response_as_described_has_no_problems() {
        assertThat(problems(DETAIL, 200, GOOD)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/offlinemessages/744",
        "GET, /api/offlinemessages/744/",
        "GET, /api/offlinemessages/%37%34%34?x=/",
        "GET, /%61pi/offlinemessages/0744",
        "GET, http://gateway/api/offlinemessages/744",
        "HEAD, /api/offlinemessages/744"
    })
    void all_spellings_of_a_path_are_its_operation(String method, String target) {
        assertThat(problems(method, target, 200, method.equals("HEAD") ? "" : GOOD))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/offlinemessages/744",
        "get, /api/offlinemessages/744",
        "GET, /api/offlinemessages/744//",
        "GET, /api/chats/744",
        "GET, /openapi%2Eyaml",
        "GET, /openapi.yaml/",
        "'', ''"
    })
    void any_other_request_must_not_be_answered_well(String method, String target) {
        assertThat(problems(method, target, 200, GOOD)).containsExactly("status 200 is not described");
    }

    @ParameterizedTest
    @CsvSource({"201", "206", "301", "402", "405", "409", "501"})
    void a_status_that_is_not_described_is_found(int status) {
        assertThat(problems(DETAIL, status, GOOD)).containsExactly("status " + status + " is not described");
    }

    @ParameterizedTest
    @CsvSource({"Cache-Control", "Cache-Status", "ETag"})
    void a_field_that_is_missing_is_found(String name) {
        fields.remove(name);
        assertThat(problems(DETAIL, 200, GOOD)).containsExactly(name + " is missing");
    }

    @ParameterizedTest
    @CsvSource({
        "Age, -1",
        "Age, 1.5",
        "Age, soon",
        "Cache-Control, public",
        "Cache-Status, other-cache; hit",
        "Cache-Status, offline-messages-gateway; fwd=bypass",
        "ETag, wUYtZXeKzAcAW5dTLYpIjw",
        "ETag, W/\"wUYtZXeKzAcAW5dTLYpIjw\""
    })
    void a_field_with_another_value_is_found(String name, String value) {
        fields.put(name, value);
        assertThat(problems(DETAIL, 200, GOOD)).singleElement().asString().startsWith(name + " is \"" + value + "\"");
    }

    @ParameterizedTest
    @CsvSource({"Server", "Set-Cookie", "X-Powered-By", "WWW-Authenticate", "Transfer-Encoding", "Vary"})
    void a_field_that_is_not_described_is_found(String name) {
        fields.put(name, "x");
        assertThat(problems(DETAIL, 200, GOOD))
                .singleElement()
                .asString()
                .matches("(?i)the field " + name + " is not described");
    }

    @Test
    void a_field_that_is_there_twice_is_found() {
        Map<String, List<String>> twice = headers();
        twice.put("ETag", List.of(fields.get("ETag"), fields.get("ETag")));
        assertThat(validator.problems("GET", DETAIL, 200, twice, GOOD.getBytes(StandardCharsets.UTF_8)))
                .containsExactly("ETag is there 2 times");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''",
                "null",
                "[]",
                "{}",
                "{\"offline_message_id\":\"744\"}",
                "{\"offline_message_id\":744,\"subject\":1}",
                "{\"offline_message_id\":744,\"reply_messages\":[{\"agent_id\":\"465\"}]}",
                "{\"offline_message_id\":744",
                "{\"offline_message_id\":744}{}",
                "Bad credentials"
            })
    void content_of_another_shape_is_found(String body) {
        assertThat(problems(DETAIL, 200, body)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"text/html", "application/json;charset=UTF-8", "application/problem+json", "''"})
    void another_media_type_is_found(String type) {
        fields.put("Content-Type", type);
        assertThat(problems(DETAIL, 200, GOOD))
                .containsExactly("Content-Type is [" + type + "], which is not described");
    }

    @Test
    void content_where_none_may_be_is_found() {
        assertThat(problems("HEAD", DETAIL, 200, GOOD))
                .singleElement()
                .asString()
                .contains("bytes of content");
        assertThat(problems(DETAIL, 304, "")).containsExactly("Content-Type is there although no content is described");
        fields.remove("Content-Type");
        assertThat(problems(DETAIL, 304, "")).isEmpty();
        assertThat(problems(DETAIL, 304, GOOD)).singleElement().asString().contains("bytes of content");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | Bad credentials | true",
                "401 | \"Bad credentials\" | false",
                "401 | Bad credentials. | false",
                "403 | Access is denied! Only user with Super Admin role can access the REST API | true",
                "403 | {\"code\":403,\"message\":\"Access is denied!\"} | false"
            })
    void the_sentences_that_are_no_json_are_read_as_they_are(int status, String body, boolean described) {
        fields.keySet().removeIf(name -> !name.equals("Date"));
        fields.put("Content-Type", "application/json;charset=UTF-8");
        fields.put("WWW-Authenticate", "Basic realm=\"revechat\"");
        assertThat(problems(LIST, status, body).isEmpty()).isEqualTo(described);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/offlinemessages/744 | 404 | No Record found for Offline Message Id = 744. Please enter a another Offline Message Id. | true",
                "/api/offlinemessages/744 | 404 | No such resource. | false",
                "/api/offlinemessages/744 | 502 | The upstream service did not give a usable answer. | true",
                "/api/offlinemessages/744 | 502 | The upstream says: boom. | false",
                "/api/offlinemessages/744 | 504 | No stored answer can be used, and only-if-cached forbids asking the upstream. | true",
                "/api/offlinemessages/ | 504 | No stored answer can be used, and only-if-cached forbids asking the upstream. | true",
                "/api/offlinemessages/ | 504 | The upstream says: boom. | false"
            })
    void an_error_says_what_is_described_and_nothing_else(
            String target, int status, String message, boolean described) {
        fields.keySet().removeIf(name -> !name.startsWith("Content") && !name.equals("Cache-Status"));
        String error = "{\"error\":[{\"code\":" + status + ",\"message\":\"" + message + "\"}]}";
        assertThat(problems(target, status, error).isEmpty()).isEqualTo(described);
        assertThat(problems(target, status, error.replace("\"code\":" + status, "\"code\":" + (status + 1))))
                .isNotEmpty();
        assertThat(problems(target, status, error.replace("}]", ",\"trace\":\"x\"}]")))
                .isNotEmpty();
    }

    private List<String> problems(String target, int status, String body) {
        return problems("GET", target, status, body);
    }

    private List<String> problems(String method, String target, int status, String body) {
        return validator.problems(method, target, status, headers(), body.getBytes(StandardCharsets.UTF_8));
    }

    private Map<String, List<String>> headers() {
        var headers = new TreeMap<String, List<String>>();
        fields.forEach((name, value) -> headers.put(name, List.of(value)));
        return headers;
    }
}
