package io.offlinemessages.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.offlinemessages.gateway.access.BasicCredentials;
import io.offlinemessages.gateway.access.Caller;
import io.offlinemessages.gateway.access.PasswordCheck;
import io.offlinemessages.gateway.access.Rfc7617;
import io.offlinemessages.gateway.access.UsersFileException;
import io.offlinemessages.gateway.admission.Decision.Admitted;
import io.offlinemessages.gateway.admission.Decision.Claim;
import io.offlinemessages.gateway.admission.Decision.NeedsPasswordCheck;
import io.offlinemessages.gateway.admission.Decision.Refused;
import io.offlinemessages.gateway.contract.CredentialMode;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.Fault;
import io.offlinemessages.gateway.contract.Role;
import io.offlinemessages.gateway.upstream.PlainJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Any head of a request, written as on the wire: a request line and header fields. */
class AdmissionFuzzTest {

    private static final Set<String> NAMES = Set.of("alice", "adam", "agnes");

    private static final BasicCredentials ALICE = new BasicCredentials("alice", "secret");
    private static final BasicCredentials AGNES = new BasicCredentials("agnes", "grey");

    /** A target that an admitted request may have. */
    private static final String CANONICAL = "/api/offlinemessages(/|/[1-9][0-9]{0,18}|\\?page_no=[1-9][0-9]{0,18})";

    @TempDir
    private static Path folder;

    private static Gatehouse gate;

    @BeforeAll
    static void remember_alice_who_may_do_all_and_agnes_who_may_do_nothing() throws UsersFileException {
        gate = new Gatehouse(folder, CredentialMode.FORWARD, Set.of(Role.SUPER_ADMIN));
        gate.decide(Requests.get("/api/"));
        gate.decide(Requests.get("/api/").as(Requests.AGNES));
    }

    @FuzzTest
    void a_decision_is_made_and_admits_only_known_and_permitted_callers(byte[] input) {
        Requests request = read(new String(input, StandardCharsets.ISO_8859_1));
        Optional<BasicCredentials> shown = shown(request);

        Decision decision = gate.admission().decide(request.head());

        if (decision instanceof Admitted admitted) {
            assertThat(shown).contains(ALICE);
            assertCanonical(request, admitted);
        } else if (decision instanceof Refused refused) {
            assertDocumented(refused.failure());
            assertThat(refused.caller() == null
                            || shown.filter(Set.of(ALICE, AGNES)::contains).isPresent())
                    .isTrue();
        } else if (decision instanceof NeedsPasswordCheck needed) {
            assertThat(shown).contains(needed.credentials()).isNotIn(Optional.of(ALICE), Optional.of(AGNES));
            assertPasswordCounts(request, needed.credentials());
        } else {
            assertThat(request.path()).isEqualTo("/openapi.yaml");
        }
    }

    private static void assertCanonical(Requests request, Admitted admitted) {
        assertThat(request.method()).isIn("GET", "HEAD");
        assertThat(request.contentLength()).isLessThanOrEqualTo(64 * 1024);
        assertThat(admitted.caller()).isEqualTo(new Caller("alice", Role.SUPER_ADMIN));
        assertThat(admitted.forwarded()).isEqualTo(ALICE.authorization());
        assertThat(admitted.request().account().name()).isEqualTo("alice");
        String target = admitted.request().target();
        assertThat(target).matches(CANONICAL);
        assertThat(gate.admission().decide(Requests.get(target).head())).isEqualTo(admitted);
    }

    /** For every request: a wrong, busy or throttled password is refused, and so is the right one of an agent. */
    private static void assertPasswordCounts(Requests request, BasicCredentials credentials) {
        Admission admission = gate.admission();
        assertThat(admission.decide(request.head(), credentials, new PasswordCheck.Wrong()))
                .isEqualTo(new Refused(
                        Failure.of(FailureKind.BAD_CREDENTIALS),
                        null,
                        null,
                        new Claim(credentials.username(), NAMES.contains(credentials.username()))));
        assertThat(admission.decide(request.head(), credentials, new PasswordCheck.Busy(Duration.ofSeconds(8))))
                .isInstanceOf(Refused.class);
        assertThat(admission.decide(request.head(), credentials, new PasswordCheck.Throttled(Duration.ofSeconds(7))))
                .isInstanceOf(Refused.class);
        var agent = new PasswordCheck.Verified(new Caller(credentials.username(), Role.AGENT));
        assertThat(admission.decide(request.head(), credentials, agent)).isInstanceOf(Refused.class);
    }

    private static void assertDocumented(Failure failure) {
        assertThat(failure.kind().fault()).isEqualTo(Fault.CALLER);
        if (failure.contentType().equals("application/json")) {
            assertThat(PlainJson.read(failure.body())).isPresent();
        } else {
            assertThat(failure.kind()).isIn(FailureKind.BAD_CREDENTIALS, FailureKind.LIST_FORBIDDEN);
        }
    }

    private static Optional<BasicCredentials> shown(Requests request) {
        return request.authorization().size() == 1
                ? Rfc7617.read(request.authorization().get(0))
                : Optional.empty();
    }

    private static Requests read(String text) {
        String[] lines = text.split("\n", -1);
        String[] line = lines[0].split(" ", 3);
        List<String> authorization = new ArrayList<>();
        List<String> accept = new ArrayList<>();
        long contentLength = 0;
        for (int i = 1; i < lines.length; i++) {
            String[] field = lines[i].split(": ", 2);
            switch (field[0]) {
                case "Authorization" -> authorization.add(field[field.length - 1]);
                case "Accept" -> accept.add(field[field.length - 1]);
                case "Content-Length" -> contentLength = length(field[field.length - 1]);
                default -> {}
            }
        }
        return Requests.get(line.length > 1 ? line[1] : "")
                .method(line[0])
                .authorization(authorization.toArray(String[]::new))
                .accept(accept.toArray(String[]::new))
                .content(contentLength);
    }

    private static long length(String digits) {
        return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : 0;
    }
}
