package io.offlinemessages.gateway.admission;

import io.offlinemessages.gateway.access.AccessProperties;
import io.offlinemessages.gateway.access.Authenticator;
import io.offlinemessages.gateway.access.BasicCredentials;
import io.offlinemessages.gateway.access.Caller;
import io.offlinemessages.gateway.access.PasswordCheck;
import io.offlinemessages.gateway.access.ShownCredentials;
import io.offlinemessages.gateway.admission.Decision.Admitted;
import io.offlinemessages.gateway.admission.Decision.Claim;
import io.offlinemessages.gateway.admission.Decision.NeedsPasswordCheck;
import io.offlinemessages.gateway.admission.Decision.Refused;
import io.offlinemessages.gateway.contract.Accounts;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.CredentialMode;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.ListRequest;
import io.offlinemessages.gateway.contract.MessageId;
import io.offlinemessages.gateway.contract.PageNumber;
import io.offlinemessages.gateway.contract.Route;
import java.util.List;
import java.util.Optional;

/**
 * The one decision: a synchronous function from a request head to admitted, published, refused or "needs a password
 * check". It never blocks. Every adapter calls it, so that security is right or wrong in one place. The checks run in
 * the order of the contract: credentials (401), resource (404) and method (405), role (403), parameters (400),
 * representation (406) and content (413).
 */
public final class Admission {

    private final Authenticator authenticator;
    private final AccessProperties access;
    private final Accounts accounts;

    Admission(Authenticator authenticator, AccessProperties access, Accounts accounts) {
        this.authenticator = authenticator;
        this.access = access;
        this.accounts = accounts;
    }

    /** Decides about a request from its head alone. */
    public Decision decide(RequestHead head) {
        return decide(head, new ShownCredentials());
    }

    /** Decides the same, but faster if the connection has shown the same credentials before. */
    public Decision decide(RequestHead head, ShownCredentials shown) {
        Target target = head.target();
        if (target instanceof Target.OutsideApi) {
            return refused(FailureKind.NO_RESOURCE);
        }
        if (target instanceof Target.Description) {
            return description(head);
        }
        Optional<BasicCredentials> credentials = credentials(head.authorization(), shown);
        if (credentials.isEmpty()) {
            return unproven(Failure.of(FailureKind.BAD_CREDENTIALS), Claim.NONE);
        }
        Optional<Caller> caller = authenticator.remembered(shown);
        if (caller.isEmpty()) {
            return new NeedsPasswordCheck(credentials.get());
        }
        return authorise(head, caller.get(), credentials.get());
    }

    /** Decides about a request after the check of its password. */
    public Decision decide(RequestHead head, BasicCredentials credentials, PasswordCheck check) {
        if (check instanceof PasswordCheck.Verified verified) {
            return authorise(head, verified.caller(), credentials);
        }
        var claim = new Claim(credentials.username(), authenticator.knows(credentials.username()));
        if (check instanceof PasswordCheck.Throttled throttled) {
            return unproven(Failure.of(FailureKind.PASSWORD_RATE_EXCEEDED, throttled.retryAfter()), claim);
        }
        if (check instanceof PasswordCheck.Busy busy) {
            return unproven(Failure.of(FailureKind.PASSWORD_CHECKS_BUSY, busy.retryAfter()), claim);
        }
        return unproven(Failure.of(FailureKind.BAD_CREDENTIALS), claim);
    }

    private static Decision description(RequestHead head) {
        if (!isRead(head)) {
            return refused(FailureKind.METHOD_NOT_ALLOWED);
        }
        return head.announcesTooMuchContent() ? refused(FailureKind.CONTENT_TOO_LARGE) : new Decision.Published();
    }

    private Decision authorise(RequestHead head, Caller caller, BasicCredentials credentials) {
        if (head.target() instanceof Target.MessageList list) {
            return list(head, list, caller, credentials);
        }
        if (head.target() instanceof Target.Detail detail) {
            return detail(head, detail, caller, credentials);
        }
        return new Refused(Failure.of(FailureKind.NO_RESOURCE), caller, null);
    }

    private Decision list(RequestHead head, Target.MessageList list, Caller caller, BasicCredentials credentials) {
        if (!isRead(head)) {
            return refused(caller, Route.LIST, Failure.of(FailureKind.METHOD_NOT_ALLOWED));
        }
        if (!access.permits(caller, Route.LIST)) {
            return refused(caller, Route.LIST, Failure.of(FailureKind.LIST_FORBIDDEN));
        }
        List<String> pages = list.pages();
        Optional<PageNumber> page = pages.isEmpty() ? Optional.of(PageNumber.FIRST) : PageNumber.parse(pages.get(0));
        if (pages.size() > 1 || page.isEmpty()) {
            return refused(caller, Route.LIST, Failure.of(FailureKind.INVALID_PAGE, offending(pages)));
        }
        return admit(head, caller, new ListRequest(accounts.of(caller.name()), page.get()), credentials);
    }

    private Decision detail(RequestHead head, Target.Detail detail, Caller caller, BasicCredentials credentials) {
        if (!isRead(head)) {
            return refused(caller, Route.DETAIL, Failure.of(FailureKind.METHOD_NOT_ALLOWED));
        }
        Optional<MessageId> id = MessageId.parse(detail.id());
        if (!access.permits(caller, Route.DETAIL)) {
            String named = id.map(MessageId::toString).orElse(detail.id());
            return refused(caller, Route.DETAIL, Failure.of(FailureKind.DETAIL_FORBIDDEN, named));
        }
        if (id.isEmpty()) {
            return refused(caller, Route.DETAIL, Failure.of(FailureKind.INVALID_ID, detail.id()));
        }
        return admit(head, caller, new DetailRequest(accounts.of(caller.name()), id.get()), credentials);
    }

    private Decision admit(RequestHead head, Caller caller, CanonicalRequest request, BasicCredentials credentials) {
        if (!Acceptance.allowsJson(head.accept())) {
            return refused(caller, request.route(), Failure.of(FailureKind.NOT_ACCEPTABLE));
        }
        if (head.announcesTooMuchContent()) {
            return refused(caller, request.route(), Failure.of(FailureKind.CONTENT_TOO_LARGE));
        }
        boolean forward = request.account().mode() == CredentialMode.FORWARD;
        return new Admitted(caller, request, forward ? credentials.authorization() : null);
    }

    private static Optional<BasicCredentials> credentials(List<String> authorization, ShownCredentials shown) {
        return authorization.size() == 1 ? shown.read(authorization.get(0)) : Optional.empty();
    }

    private static boolean isRead(RequestHead head) {
        return head.method().equals("GET") || head.method().equals("HEAD");
    }

    /** The first value that is invalid by itself; if there is none, all values, joined by commas. */
    private static String offending(List<String> pages) {
        return pages.stream()
                .filter(page -> PageNumber.parse(page).isEmpty())
                .findFirst()
                .orElseGet(() -> String.join(",", pages));
    }

    private static Refused unproven(Failure failure, Claim claim) {
        return new Refused(failure, null, null, claim);
    }

    private static Refused refused(FailureKind kind) {
        return new Refused(Failure.of(kind), null, null);
    }

    private static Refused refused(Caller caller, Route route, Failure failure) {
        return new Refused(failure, caller, route);
    }
}
