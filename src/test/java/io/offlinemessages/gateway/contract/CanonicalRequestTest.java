package io.offlinemessages.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalRequestTest {

    private static final Account ACCOUNT = new Account(CredentialMode.SERVICE, "service@example.org");

    @ParameterizedTest
    @CsvSource({
        "1, /api/offlinemessages/",
        "001, /api/offlinemessages/",
        "2, /api/offlinemessages?page_no=2",
        "007, /api/offlinemessages?page_no=7",
        "9223372036854775807, /api/offlinemessages?page_no=9223372036854775807"
    })
    void a_list_request_has_the_target_of_its_page(String page, String target) {
        var request = new ListRequest(ACCOUNT, PageNumber.parse(page).orElseThrow());

        assertThat(request.target()).isEqualTo(target);
        assertThat(request.route()).isEqualTo(Route.LIST);
    }

    @ParameterizedTest
    @CsvSource({
        "1, /api/offlinemessages/1",
        "744, /api/offlinemessages/744",
        "00744, /api/offlinemessages/744",
        "9223372036854775807, /api/offlinemessages/9223372036854775807"
    })
    void a_detail_request_has_the_target_of_its_message(String id, String target) {
        var request = new DetailRequest(ACCOUNT, MessageId.parse(id).orElseThrow());

        assertThat(request.target()).isEqualTo(target);
        assertThat(request.route()).isEqualTo(Route.DETAIL);
    }

    @Test
    void the_same_message_of_two_accounts_is_two_requests() {
        var id = new MessageId(744);
        var request = new DetailRequest(ACCOUNT, id);

        assertThat(request).isEqualTo(new DetailRequest(new Account(CredentialMode.SERVICE, ACCOUNT.name()), id));
        assertThat(request).isNotEqualTo(new DetailRequest(new Account(CredentialMode.SERVICE, "other"), id));
        assertThat(request).isNotEqualTo(new DetailRequest(new Account(CredentialMode.FORWARD, ACCOUNT.name()), id));
        assertThat(request).isNotEqualTo(new DetailRequest(ACCOUNT, new MessageId(745)));
    }

    @Test
    void in_service_mode_all_callers_share_the_service_account() {
        var accounts = new Accounts(CredentialMode.SERVICE, () -> "service@example.org");

        assertThat(accounts.of("alice")).isEqualTo(ACCOUNT).isEqualTo(accounts.of("bob"));
    }

    @Test
    void in_forward_mode_each_caller_has_an_account() {
        var accounts = new Accounts(CredentialMode.FORWARD, () -> "service@example.org");

        assertThat(accounts.of("alice"))
                .isEqualTo(new Account(CredentialMode.FORWARD, "alice"))
                .isNotEqualTo(accounts.of("bob"));
    }

    @Test
    void routes_have_the_ids_that_operators_see() {
        assertThat(Route.LIST.id()).isEqualTo("list");
        assertThat(Route.DETAIL.id()).isEqualTo("detail");
    }
}
