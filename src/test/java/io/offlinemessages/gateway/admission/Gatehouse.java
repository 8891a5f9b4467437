package io.offlinemessages.gateway.admission;

import io.offlinemessages.gateway.access.AccessFixture;
import io.offlinemessages.gateway.access.AccessProperties;
import io.offlinemessages.gateway.access.Authenticator;
import io.offlinemessages.gateway.access.UsersFileException;
import io.offlinemessages.gateway.admission.Decision.Admitted;
import io.offlinemessages.gateway.admission.Decision.NeedsPasswordCheck;
import io.offlinemessages.gateway.admission.Decision.Published;
import io.offlinemessages.gateway.admission.Decision.Refused;
import io.offlinemessages.gateway.contract.Accounts;
import io.offlinemessages.gateway.contract.CredentialMode;
import io.offlinemessages.gateway.contract.Role;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/** Admission in front of the real authenticator, with both steps of an adapter in one. */
final class Gatehouse {

    private final Authenticator authenticator;
    private final Admission admission;

    Gatehouse(Path folder, CredentialMode mode, Set<Role> detailRoles) throws UsersFileException {
        Path file = folder.resolve("users.yaml");
        this.authenticator = AccessFixture.authenticator(file, Requests.ALICE, Requests.ADAM, Requests.AGNES);
        var access = new AccessProperties(file, Set.of(Role.SUPER_ADMIN), detailRoles, Duration.ofMinutes(5));
        this.admission = new Admission(authenticator, access, new Accounts(mode, () -> "service@example.org"));
    }

    static Gatehouse inServiceMode(Path folder) throws UsersFileException {
        return new Gatehouse(folder, CredentialMode.SERVICE, Set.of(Role.SUPER_ADMIN));
    }

    Admission admission() {
        return admission;
    }

    /** Decides, with a password check in between where one is needed. */
    Decision decide(Requests request) {
        RequestHead head = request.head();
        Decision decision = admission.decide(head);
        return decision instanceof NeedsPasswordCheck needed
                ? admission.decide(
                        head,
                        needed.credentials(),
                        authenticator
                                .check(needed.credentials(), InetAddress.getLoopbackAddress())
                                .join())
                : decision;
    }

    /**
     * The decision in one line: the admitted target, {@code published}, or the status, cause and subject of a refusal.
     */
    String outcome(Requests request) {
        Decision decision = decide(request);
        if (decision instanceof Admitted admitted) {
            return admitted.request().target();
        }
        if (decision instanceof Published) {
            return "published";
        }
        var failure = ((Refused) decision).failure();
        return (failure.status() + " " + failure.kind() + " " + failure.subject()).strip();
    }
}
