package io.offlinemessages.gateway.openapi;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** Whether responses are as the document says: status, every header field, media type and content. */
public final class ResponseValidator {

    /** What HTTP itself needs, and no description of an API speaks of. */
    private static final Set<String> FRAMING = Set.of("connection", "content-length", "date", "keep-alive");

    private static final String CONTENT_TYPE = "content-type";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final OpenApi api;

    /** Checks against this document. */
    public ResponseValidator(OpenApi api) {
        this.api = api;
    }

    /**
     * What is not as the document says, each in one sentence.
     *
     * @param method the method of the request, empty when it had none that can be read
     * @param target the target of the request, empty when it had none that can be read
     * @param headers all values of each field
     */
    public List<String> problems(
            String method, String target, int status, Map<String, List<String>> headers, byte[] body) {
        JsonNode response = api.response(method, target, status);
        if (response.isMissingNode()) {
            return List.of("status " + status + " is not described");
        }
        boolean toHead = method.equals("HEAD");
        // The fields of an answer to HEAD speak of the content that GET has.
        JsonNode content = (toHead ? api.response("GET", target, status) : response).path("content");
        var problems = new ArrayList<String>();
        checkFields(response.path("headers"), headers, problems);
        checkContent(status, content, headers, toHead, body, problems);
        return problems;
    }

    private void checkFields(JsonNode described, Map<String, List<String>> headers, List<String> problems) {
        var unknown = new ArrayList<>(
                headers.keySet().stream().map(ResponseValidator::lower).toList());
        unknown.removeAll(FRAMING);
        unknown.remove(CONTENT_TYPE);
        for (Map.Entry<String, JsonNode> field : described.properties()) {
            JsonNode header = api.resolved(field.getValue());
            List<String> values = values(headers, field.getKey());
            if (values.isEmpty() && header.path("required").asBoolean(false)) {
                problems.add(field.getKey() + " is missing");
            }
            if (values.size() > 1) {
                problems.add(field.getKey() + " is there " + values.size() + " times");
            }
            JsonNode schema = api.resolved(header.path("schema"));
            values.forEach(value -> api.problems(schema, typed(value, schema))
                    .forEach(problem -> problems.add(field.getKey() + " is \"" + value + "\": " + problem)));
            unknown.remove(lower(field.getKey()));
        }
        unknown.forEach(name -> problems.add("the field " + name + " is not described"));
    }

    private void checkContent(
            int status,
            JsonNode described,
            Map<String, List<String>> headers,
            boolean toHead,
            byte[] body,
            List<String> problems) {
        List<String> types = values(headers, CONTENT_TYPE);
        boolean any = described.isObject();
        if (!any && !types.isEmpty()) {
            problems.add("Content-Type is there although no content is described");
        }
        if ((!any || toHead) && body.length > 0) {
            problems.add("there are " + body.length + " bytes of content where none may be");
        }
        if (!any) {
            return;
        }
        JsonNode media = types.size() == 1 ? described.path(types.get(0)) : described.path("");
        if (media.isMissingNode()) {
            problems.add("Content-Type is " + types + ", which is not described");
        } else if (!toHead) {
            checkBody(status, media, body, problems);
        }
    }

    private void checkBody(int status, JsonNode media, byte[] body, List<String> problems) {
        JsonNode schema = api.resolved(media.path("schema"));
        String text = new String(body, StandardCharsets.UTF_8);
        try {
            // JSON alone has a schema. The two sentences under a JSON media type are plain text, and have none.
            JsonNode value = schema.isObject() ? JSON.readTree(body) : JsonNodeFactory.instance.stringNode(text);
            if (value.isMissingNode()) {
                problems.add("there is no content");
                return;
            }
            if (schema.isObject()) {
                api.problems(schema, value).forEach(problem -> problems.add("the content " + text + ": " + problem));
            }
            if (status >= 400 && !OpenApi.isExample(media, value)) {
                problems.add("the content " + text + " is none of the examples");
            }
        } catch (JacksonException malformed) {
            problems.add("the content is no JSON: " + text);
        }
    }

    private static JsonNode typed(String value, JsonNode schema) {
        return schema.path("type").asString("").equals("integer") && value.matches("0|-?[1-9][0-9]{0,17}")
                ? JsonNodeFactory.instance.numberNode(Long.parseLong(value))
                : JsonNodeFactory.instance.stringNode(value);
    }

    private static List<String> values(Map<String, List<String>> headers, String name) {
        return headers.entrySet().stream()
                .filter(field -> field.getKey().equalsIgnoreCase(name))
                .flatMap(field -> field.getValue().stream())
                .toList();
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
