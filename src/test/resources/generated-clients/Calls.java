import java.util.List;
import java.util.stream.Collectors;
import okhttp3.OkHttpClient;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.ApiResponse;
import org.openapitools.client.api.DescriptionApi;
import org.openapitools.client.api.MessagesApi;
import org.openapitools.client.model.ErrorDetail;
import org.openapitools.client.model.ErrorEnvelope;
import org.openapitools.client.model.ListedMessage;
import org.openapitools.client.model.Message;

/** Calls a gateway, and a strict one, at the addresses that are the arguments, and prints a line for each outcome. */
public final class Calls {

    private interface Call {
        String make() throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        ApiClient client = client(new ApiClient(), arguments[0], "john@example.com", "123456");
        MessagesApi messages = new MessagesApi(client);
        DescriptionApi description = new DescriptionApi(client);

        call("list", () -> ids(messages.getOfflineMessages(null, null, null, null)));
        call("list beyond the last page", () -> ids(messages.getOfflineMessages(99L, null, null, null)));
        call("list with nulls and other fields", () -> ids(messages.getOfflineMessages(8301L, null, null, null)));
        call("list by HEAD", () -> etag(messages.headOfflineMessagesWithHttpInfo(null, null, null, null)));
        String list = messages.getOfflineMessagesWithHttpInfo(null, null, null, null)
                .getHeaders()
                .get("etag")
                .get(0);
        call("list by ETag", () -> ids(messages.getOfflineMessages(null, list, null, null)));
        call("list by HEAD and ETag", () -> etag(messages.headOfflineMessagesWithHttpInfo(null, list, null, null)));

        call("message", () -> {
            Message message = messages.getOfflineMessage(744L, null, null, null);
            return message.getOfflineMessageId() + " " + message.getMessage() + " "
                    + message.getReplyMessages().size();
        });
        call(
                "message with nulls and other fields",
                () -> String.valueOf(messages.getOfflineMessage(8301L, null, null, null).getOfflineMessageId()));
        call("message by HEAD", () -> etag(messages.headOfflineMessageWithHttpInfo(744L, null, null, null)));
        String message = messages.getOfflineMessageWithHttpInfo(744L, null, null, null)
                .getHeaders()
                .get("etag")
                .get(0);
        call("message by ETag", () -> messages.getOfflineMessage(744L, message, null, null).getMessage());
        call("message by HEAD and ETag", () -> etag(messages.headOfflineMessageWithHttpInfo(744L, message, null, null)));

        call("document", () -> {
            description.getDocument(null, null);
            return "";
        });
        call("document by HEAD", () -> etag(description.headDocumentWithHttpInfo(null, null)));

        call("page -2", () -> ids(messages.getOfflineMessages(-2L, null, null, null)));
        call("page -2 by HEAD", () -> etag(messages.headOfflineMessagesWithHttpInfo(-2L, null, null, null)));
        call("id -14", () -> messages.getOfflineMessage(-14L, null, null, null).getMessage());
        call("id 1", () -> messages.getOfflineMessage(1L, null, null, null).getMessage());
        call("id 1 by HEAD", () -> etag(messages.headOfflineMessageWithHttpInfo(1L, null, null, null)));

        MessagesApi wrong = messages(client(new ApiClient(), arguments[0], "nobody@example.com", "wrong"));
        call("wrong password", () -> ids(wrong.getOfflineMessages(null, null, null, null)));
        MessagesApi another = messages(client(new ApiClient(), arguments[0], "nobody@example.com", "another"));
        call("second wrong password", () -> ids(another.getOfflineMessages(null, null, null, null)));
        MessagesApi agent = messages(client(new ApiClient(), arguments[0], "agent@example.com", "123456"));
        call("list for an agent", () -> ids(agent.getOfflineMessages(null, null, null, null)));
        call("message for an agent", () -> agent.getOfflineMessage(744L, null, null, null).getMessage());

        OkHttpClient html = new OkHttpClient.Builder()
                .addInterceptor(chain -> chain.proceed(
                        chain.request().newBuilder().header("Accept", "text/html").build()))
                .build();
        MessagesApi browser = messages(client(new ApiClient(html), arguments[0], "john@example.com", "123456"));
        call("HTML", () -> ids(browser.getOfflineMessages(null, null, null, null)));
        call("long request id", () -> ids(messages.getOfflineMessages(null, null, null, longId())));
        call("only if cached", () -> messages.getOfflineMessage(594L, null, "only-if-cached", null).getMessage());
        call("error page of the upstream", () -> messages.getOfflineMessage(9005L, null, null, null).getMessage());
        call("rate limit of the upstream", () -> messages.getOfflineMessage(429L, null, null, null).getMessage());

        MessagesApi strict = messages(client(new ApiClient(), arguments[1], "john@example.com", "123456"));
        call("late upstream", () -> strict.getOfflineMessage(8302L, null, null, null).getMessage());
        call("second request in a minute", () -> strict.getOfflineMessage(744L, null, null, null).getMessage());
    }

    private static ApiClient client(ApiClient client, String address, String username, String password) {
        client.setBasePath(address);
        client.setUsername(username);
        client.setPassword(password);
        return client;
    }

    private static MessagesApi messages(ApiClient client) {
        return new MessagesApi(client);
    }

    private static void call(String name, Call call) throws Exception {
        String outcome;
        try {
            outcome = "200 " + call.make();
        } catch (ApiException e) {
            outcome = e.getCode() + " " + sentence(e);
        }
        System.out.println((name + ": " + outcome).trim());
    }

    private static String sentence(ApiException e) throws Exception {
        String body = e.getResponseBody();
        if (body == null || !body.startsWith("{")) {
            return body == null ? String.valueOf(e.getMessage()) : body;
        }
        ErrorDetail error = body.startsWith("{\"error\"")
                ? ErrorEnvelope.fromJson(body).getError().get(0)
                : ErrorDetail.fromJson(body);
        if (error.getCode() != e.getCode()) {
            throw new IllegalStateException(body);
        }
        return error.getMessage();
    }

    private static String ids(List<ListedMessage> messages) {
        return messages.stream()
                .map(message -> String.valueOf(message.getOfflineMessageId()))
                .collect(Collectors.joining(" "));
    }

    private static String etag(ApiResponse<Void> response) {
        return response.getHeaders().containsKey("etag") ? "with ETag" : "without ETag";
    }

    private static String longId() {
        StringBuilder id = new StringBuilder();
        while (id.length() < 9000) {
            id.append("x");
        }
        return id.toString();
    }
}
