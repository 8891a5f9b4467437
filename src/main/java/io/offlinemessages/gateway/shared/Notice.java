package io.offlinemessages.gateway.shared;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.offlinemessages.gateway.contract.Account;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.CredentialMode;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.ListRequest;
import io.offlinemessages.gateway.contract.MessageId;
import io.offlinemessages.gateway.contract.PageNumber;
import java.util.Optional;

/** An eviction, in the form in which a replica tells it to all others. */
public sealed interface Notice {

    /** Everything is evicted. */
    record OfAll() implements Notice {}

    /** The detail is evicted for all accounts, and with it all pages, which may show the message. */
    record OfId(MessageId id) implements Notice {}

    /** The page is evicted for all accounts. */
    record OfPage(PageNumber page) implements Notice {}

    /** The account is refused; everything stored for it is evicted. */
    record OfAccount(Account account) implements Notice {}

    /**
     * One answer is evicted, or limited to stale-if-error.
     *
     * @param outdated whether it may still serve in place of an error
     */
    record OfAnswer(CanonicalRequest request, boolean outdated) implements Notice {}

    /** The bytes to be sealed: one line for each part, the account's name last. */
    static byte[] write(Notice notice) {
        String text;
        if (notice instanceof OfId id) {
            text = "id\n" + id.id();
        } else if (notice instanceof OfPage page) {
            text = "page\n" + page.page();
        } else if (notice instanceof OfAccount of) {
            text = "account\n" + account(of.account());
        } else if (notice instanceof OfAnswer answer) {
            CanonicalRequest request = answer.request();
            String number = request instanceof DetailRequest detail
                    ? "detail\n" + detail.id()
                    : "list\n" + ((ListRequest) request).page();
            text = (answer.outdated() ? "outdated\n" : "dropped\n") + number + '\n' + account(request.account());
        } else {
            text = "all";
        }
        return text.getBytes(UTF_8);
    }

    /** Reads opened bytes; empty for a form that this version does not know. */
    static Optional<Notice> read(byte[] opened) {
        String[] parts = new String(opened, UTF_8).split("\n", 5);
        try {
            return switch (parts[0]) {
                case "all" -> Optional.of(new OfAll());
                case "id" -> MessageId.parse(parts[1]).map(OfId::new);
                case "page" -> PageNumber.parse(parts[1]).map(OfPage::new);
                case "account" -> {
                    String[] account = new String(opened, UTF_8).split("\n", 3);
                    yield Optional.of(new OfAccount(new Account(CredentialMode.valueOf(account[1]), account[2])));
                }
                case "dropped", "outdated" -> {
                    var account = new Account(CredentialMode.valueOf(parts[3]), parts[4]);
                    boolean outdated = parts[0].equals("outdated");
                    yield request(parts[1], parts[2], account).map(request -> new OfAnswer(request, outdated));
                }
                default -> Optional.empty();
            };
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static Optional<CanonicalRequest> request(String route, String number, Account account) {
        return route.equals("detail")
                ? MessageId.parse(number).map(id -> new DetailRequest(account, id))
                : PageNumber.parse(number).map(page -> new ListRequest(account, page));
    }

    private static String account(Account account) {
        return account.mode().name() + '\n' + account.name();
    }
}
