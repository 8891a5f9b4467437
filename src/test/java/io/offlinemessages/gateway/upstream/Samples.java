package io.offlinemessages.gateway.upstream;

import io.offlinemessages.gateway.contract.Account;
import io.offlinemessages.gateway.contract.Authorization;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.CredentialMode;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.ListRequest;
import io.offlinemessages.gateway.contract.MessageId;
import io.offlinemessages.gateway.contract.PageNumber;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The documented samples, and requests for them. */
public final class Samples {

    public static final Account ACCOUNT = new Account(CredentialMode.SERVICE, "gateway@example.com");
    public static final DetailRequest DETAIL = new DetailRequest(ACCOUNT, new MessageId(744));
    public static final ListRequest LIST = new ListRequest(ACCOUNT, PageNumber.FIRST);
    public static final CallContext CONTEXT = new CallContext(
            "request-1", Traceparent.read("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"), null);

    private Samples() {}

    /** The context of the request, with the credential of a caller where it is made for one. */
    public static CallContext contextOf(CanonicalRequest request) {
        Account account = request.account();
        return account.mode() == CredentialMode.SERVICE
                ? CONTEXT
                : new CallContext(CONTEXT.requestId(), CONTEXT.span(), Authorization.basic(account.name(), "secret"));
    }

    /** The body of the documented detail sample, of message 744. */
    public static byte[] detail() {
        return read("/documented/detail.json");
    }

    /** The body of the documented list sample. */
    public static byte[] list() {
        return read("/documented/list.json");
    }

    private static byte[] read(String name) {
        try (InputStream file = Objects.requireNonNull(Samples.class.getResourceAsStream(name))) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
