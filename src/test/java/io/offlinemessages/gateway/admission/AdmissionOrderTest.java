package io.offlinemessages.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.access.BasicCredentials;
import io.offlinemessages.gateway.access.Caller;
import io.offlinemessages.gateway.access.PasswordCheck;
import io.offlinemessages.gateway.access.UsersFileException;
import io.offlinemessages.gateway.admission.Decision.Admitted;
import io.offlinemessages.gateway.admission.Decision.Claim;
import io.offlinemessages.gateway.admission.Decision.NeedsPasswordCheck;
import io.offlinemessages.gateway.admission.Decision.Refused;
import io.offlinemessages.gateway.contract.Account;
import io.offlinemessages.gateway.contract.Authorization;
import io.offlinemessages.gateway.contract.CredentialMode;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.ListRequest;
import io.offlinemessages.gateway.contract.MessageId;
import io.offlinemessages.gateway.contract.PageNumber;
import io.offlinemessages.gateway.contract.Role;
import io.offlinemessages.gateway.contract.Route;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionOrderTest {

    private static final String DETAIL = "/api/offlinemessages/744";
    private static final Caller ALICE = new Caller("alice", Role.SUPER_ADMIN);
    private static final Refused BAD_CREDENTIALS =
            new Refused(Failure.of(FailureKind.BAD_CREDENTIALS), null, null, Claim.NONE);

    private final Path folder;
    private Gatehouse gate;

    AdmissionOrderTest(@TempDir Path folder) throws UsersFileException {
        this.folder = folder;
        this.gate = Gatehouse.inServiceMode(folder);
    }

    @Test
    void a_permitted_caller_is_admitted_with_the_canonical_request() {
        var service = new Account(CredentialMode.SERVICE, "service@example.org");

        assertThat(gate.decide(Requests.get(DETAIL)))
                .isEqualTo(new Admitted(ALICE, new DetailRequest(service, new MessageId(744)), null));
        assertThat(gate.decide(Requests.get("/api/offlinemessages?page_no=7")))
                .isEqualTo(new Admitted(ALICE, new ListRequest(service, new PageNumber(7)), null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/",
                "/api//",
                "/api/x",
                "/api/offlinemessages",
                "/api/offlinemessages/",
                "/api/offlinemessages/744",
                "/api/offlinemessages/-14",
                "/api/offlinemessages?page_no=-2",
                "/api/offlinemessages/744/replies",
                "/%61pi/x",
                "/api/../x",
                "/api/%2e%2e/x"
            })
    void below_api_an_unknown_caller_always_gets_a_401(String target) {
        Requests request = Requests.get(target).accept("text/html").content(Long.MAX_VALUE);
        for (String method : new String[] {"GET", "HEAD", "POST", "DELETE", "OPTIONS", "BREW"}) {
            for (Requests unknown : new Requests[] {
                request.anonymous(),
                request.authorization("Basic"),
                request.authorization("Bearer token"),
                request.authorization(Requests.basic(Requests.ALICE), Requests.basic(Requests.ALICE)),
                request.as("alice", "wrong"),
                request.as("nobody", "secret")
            }) {
                assertThat(gate.outcome(unknown.method(method)))
                        .as("%s %s", method, unknown)
                        .isEqualTo("401 BAD_CREDENTIALS");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "/",
                "//",
                "/api",
                "/API/",
                "/apis/",
                "/x",
                "//api/offlinemessages/",
                "/x/../api/offlinemessages/",
                "/./api/offlinemessages/",
                "/api%2Fofflinemessages/744",
                "/api;x/offlinemessages/744",
                "/%2561pi/offlinemessages/744",
                "api/offlinemessages/744",
                "/offlinemessages/744",
                "/actuator/health",
                "/openapi",
                "/openapi.yaml/",
                "/openapi.yaml/x",
                "/openapi.yaml;x",
                "/openapi%2Eyaml",
                "/%6Fpenapi.yaml",
                "/OpenAPI.yaml",
                "/openapi.yml",
                "//openapi.yaml",
                "/./openapi.yaml",
                "/x/../openapi.yaml",
                "openapi.yaml"
            })
    void outside_of_api_every_caller_gets_a_404(String path) {
        var nothing = new Refused(Failure.of(FailureKind.NO_RESOURCE), null, null);

        assertThat(gate.decide(Requests.get(path))).isEqualTo(nothing);
        assertThat(gate.decide(Requests.get(path).anonymous())).isEqualTo(nothing);
        assertThat(gate.decide(Requests.get(path).as("alice", "wrong"))).isEqualTo(nothing);
        assertThat(gate.decide(Requests.get(path).method("POST"))).isEqualTo(nothing);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, 0, published",
        "HEAD, 65536, published",
        "GET, 65537, 413 CONTENT_TOO_LARGE",
        "POST, 65537, 405 METHOD_NOT_ALLOWED",
        "OPTIONS, 0, 405 METHOD_NOT_ALLOWED"
    })
    void the_openapi_document_is_public(String method, long content, String outcome) {
        Requests request = Requests.get("/openapi.yaml?x=1")
                .method(method)
                .accept("text/html")
                .content(content);

        assertThat(gate.outcome(request.anonymous())).isEqualTo(outcome);
        assertThat(gate.outcome(request.as("alice", "wrong"))).isEqualTo(outcome);
        assertThat(gate.outcome(request)).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/x, agnes, text/html, 70000, 404 NO_RESOURCE",
        "POST, /api/x, agnes, text/html, 70000, 404 NO_RESOURCE",
        "POST, /api/offlinemessages?page_no=-2, agnes, text/html, 70000, 405 METHOD_NOT_ALLOWED",
        "POST, /api/offlinemessages/-14, agnes, text/html, 70000, 405 METHOD_NOT_ALLOWED",
        "GET, /api/offlinemessages?page_no=-2, agnes, text/html, 70000, 403 LIST_FORBIDDEN",
        "GET, /api/offlinemessages?page_no=-2, adam, text/html, 70000, 403 LIST_FORBIDDEN",
        "GET, /api/offlinemessages/-14, agnes, text/html, 70000, 403 DETAIL_FORBIDDEN -14",
        "GET, /api/offlinemessages/00744, agnes, text/html, 70000, 403 DETAIL_FORBIDDEN 744",
        "GET, /api/offlinemessages?page_no=-2, alice, text/html, 70000, 400 INVALID_PAGE -2",
        "GET, /api/offlinemessages/-14, alice, text/html, 70000, 400 INVALID_ID -14",
        "GET, /api/offlinemessages?page_no=2, alice, text/html, 70000, 406 NOT_ACCEPTABLE",
        "GET, /api/offlinemessages/744, alice, text/html, 70000, 406 NOT_ACCEPTABLE",
        "GET, /api/offlinemessages?page_no=2, alice, */*, 70000, 413 CONTENT_TOO_LARGE",
        "GET, /api/offlinemessages/744, alice, */*, 70000, 413 CONTENT_TOO_LARGE",
        "GET, /api/offlinemessages?page_no=2, alice, */*, 0, /api/offlinemessages?page_no=2",
        "HEAD, /api/offlinemessages/744, alice, */*, 0, /api/offlinemessages/744"
    })
    void the_first_check_that_fails_answers(
            String method, String target, String name, String accept, long content, String outcome) {
        String[] user = switch (name) {
            case "alice" -> Requests.ALICE;
            case "adam" -> Requests.ADAM;
            default -> Requests.AGNES;
        };
        Requests request =
                Requests.get(target).method(method).as(user).accept(accept).content(content);

        assertThat(gate.outcome(request)).isEqualTo(outcome);
        assertThat(gate.outcome(request)).as("remembered").isEqualTo(outcome);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get", "Head", "GETS", ""})
    void only_get_and_head_are_allowed(String method) {
        Failure refusal = Failure.of(FailureKind.METHOD_NOT_ALLOWED);

        assertThat(gate.decide(Requests.get(DETAIL).method(method)))
                .isEqualTo(new Refused(refusal, ALICE, Route.DETAIL));
        assertThat(gate.decide(Requests.get("/api/offlinemessages/").method(method)))
                .isEqualTo(new Refused(refusal, ALICE, Route.LIST));
    }

    @ParameterizedTest
    @CsvSource({"0, true", "1, true", "65536, true", "65537, false", "9223372036854775807, false"})
    void content_up_to_64_kib_is_ignored(long length, boolean ignored) {
        assertThat(gate.outcome(Requests.get(DETAIL).content(length)))
                .isEqualTo(ignored ? DETAIL : "413 CONTENT_TOO_LARGE");
    }

    @Test
    void two_authorization_fields_are_bad_credentials_even_when_one_is_remembered() {
        assertThat(gate.outcome(Requests.get(DETAIL))).isEqualTo(DETAIL);
        String alice = Requests.basic(Requests.ALICE);

        assertThat(gate.decide(Requests.get(DETAIL).authorization(alice, alice)))
                .isEqualTo(BAD_CREDENTIALS);
        assertThat(gate.decide(Requests.get(DETAIL).authorization(alice, "Bearer x")))
                .isEqualTo(BAD_CREDENTIALS);
        assertThat(gate.decide(Requests.get(DETAIL).authorization("", alice))).isEqualTo(BAD_CREDENTIALS);
    }

    @Test
    void the_detail_has_roles_of_its_own() throws UsersFileException {
        gate = new Gatehouse(folder, CredentialMode.SERVICE, Set.of(Role.ADMIN));

        assertThat(gate.outcome(Requests.get(DETAIL).as(Requests.ADAM))).isEqualTo(DETAIL);
        assertThat(gate.outcome(Requests.get(DETAIL).as(Requests.AGNES))).isEqualTo("403 DETAIL_FORBIDDEN 744");
        assertThat(gate.outcome(Requests.get(DETAIL))).isEqualTo("403 DETAIL_FORBIDDEN 744");
        assertThat(gate.outcome(Requests.get("/api/offlinemessages/").as(Requests.ADAM)))
                .isEqualTo("403 LIST_FORBIDDEN");
        assertThat(gate.outcome(Requests.get("/api/offlinemessages/"))).isEqualTo("/api/offlinemessages/");
    }

    @Test
    void credentials_that_are_not_remembered_need_a_password_check_and_then_no_more() {
        Admission admission = gate.admission();
        RequestHead head = Requests.get(DETAIL).head();

        assertThat(admission.decide(head)).isEqualTo(new NeedsPasswordCheck(new BasicCredentials("alice", "secret")));
        assertThat(gate.decide(Requests.get(DETAIL))).isInstanceOf(Admitted.class);
        assertThat(admission.decide(head)).isInstanceOf(Admitted.class);
        assertThat(admission.decide(Requests.get(DETAIL).as("alice", "wrong").head()))
                .isInstanceOf(NeedsPasswordCheck.class);
    }

    @Test
    void a_password_check_has_three_outcomes() {
        Admission admission = gate.admission();
        RequestHead head = Requests.get(DETAIL).head();
        var credentials = new BasicCredentials("alice", "secret");

        assertThat(admission.decide(head, credentials, new PasswordCheck.Verified(ALICE)))
                .isInstanceOf(Admitted.class);
        var alice = new Claim("alice", true);
        assertThat(admission.decide(head, credentials, new PasswordCheck.Wrong()))
                .isEqualTo(new Refused(Failure.of(FailureKind.BAD_CREDENTIALS), null, null, alice));
        assertThat(admission.decide(head, credentials, new PasswordCheck.Busy(Duration.ofSeconds(8))))
                .isEqualTo(new Refused(
                        Failure.of(FailureKind.PASSWORD_CHECKS_BUSY, Duration.ofSeconds(8)), null, null, alice));
        assertThat(admission.decide(head, credentials, new PasswordCheck.Throttled(Duration.ofSeconds(7))))
                .isEqualTo(new Refused(
                        Failure.of(FailureKind.PASSWORD_RATE_EXCEEDED, Duration.ofSeconds(7)), null, null, alice));
    }

    @Test
    void a_refusal_for_a_password_says_whether_the_users_file_has_the_claimed_name() {
        var wrong = new PasswordCheck.Wrong();
        RequestHead head = Requests.get(DETAIL).head();

        assertThat(gate.admission().decide(head, new BasicCredentials("hunter2", "x"), wrong))
                .isEqualTo(
                        new Refused(Failure.of(FailureKind.BAD_CREDENTIALS), null, null, new Claim("hunter2", false)))
                .asString()
                .doesNotContain("hunter2");
        assertThat(gate.decide(Requests.get("/").authorization("Bearer x")))
                .as("nobody looked")
                .isEqualTo(new Refused(Failure.of(FailureKind.NO_RESOURCE), null, null, null));
    }

    @Test
    void a_verified_caller_is_still_subject_to_all_other_checks() {
        var check = new PasswordCheck.Verified(new Caller("agnes", Role.AGENT));

        assertThat(gate.admission().decide(Requests.get(DETAIL).head(), new BasicCredentials("agnes", "grey"), check))
                .isEqualTo(new Refused(Failure.of(FailureKind.DETAIL_FORBIDDEN, "744"), check.caller(), Route.DETAIL));
    }

    @Test
    void in_forward_mode_the_decision_has_the_callers_account_and_credential() throws UsersFileException {
        gate = new Gatehouse(folder, CredentialMode.FORWARD, Set.of(Role.SUPER_ADMIN));
        var account = new Account(CredentialMode.FORWARD, "alice");
        var expected = new Admitted(
                ALICE, new DetailRequest(account, new MessageId(744)), Authorization.basic("alice", "secret"));
        String token = Requests.basic(Requests.ALICE).substring("Basic ".length());

        assertThat(gate.decide(Requests.get(DETAIL))).isEqualTo(expected);
        assertThat(gate.decide(Requests.get(DETAIL))).as("remembered").isEqualTo(expected);
        assertThat(gate.decide(Requests.get(DETAIL).authorization("bASIC   " + token)))
                .as("spelled differently")
                .isEqualTo(expected);
    }

    @Test
    void heads_and_decisions_print_no_credentials() throws UsersFileException {
        gate = new Gatehouse(folder, CredentialMode.FORWARD, Set.of(Role.SUPER_ADMIN));
        Requests request = Requests.get(DETAIL + "?token=hush");
        String token = Requests.basic(Requests.ALICE).substring("Basic ".length());
        Object[] printed = {
            request.head(),
            gate.admission().decide(request.head()),
            gate.decide(request),
            gate.decide(request.method("POST")),
            gate.decide(request.as("alice", "wrong"))
        };

        assertThat(request.head()).hasToString("RequestHead[GET Detail[id=744]]");
        for (Object object : printed) {
            assertThat(object.toString()).doesNotContain("secret", "wrong", "hush", token);
        }
    }
}
