package io.offlinemessages.gateway.shared;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.contract.Account;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.CredentialMode;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.ListRequest;
import io.offlinemessages.gateway.contract.MessageId;
import io.offlinemessages.gateway.contract.PageNumber;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyNamesTest {

    private static final Account OWN = new Account(CredentialMode.SERVICE, "gateway@example.com");
    private static final Account CALLER = new Account(CredentialMode.FORWARD, "gateway@example.com");

    private final KeyNames names = new KeyNames("omg", new byte[32]);

    @Test
    void a_name_shows_its_namespace_and_its_kind_and_nothing_else() {
        assertThat(all(names))
                .allSatisfy(name -> assertThat(name)
                        .matches("omg:(a1|l1|b|o|i|p):[A-Za-z0-9_-]{22}")
                        .doesNotContain("example", "744"));
        assertThat(names.only("clock")).isEqualTo("omg:clock");
    }

    @Test
    void two_things_never_have_one_name() {
        assertThat(all(names)).doesNotHaveDuplicates();
    }

    @Test
    void a_name_is_the_same_in_each_gateway_with_the_same_last_secret() {
        assertThat(all(new KeyNames("omg", new byte[32]))).isEqualTo(all(names));
        assertThat(names.fingerprint()).hasSize(16).isEqualTo(new KeyNames("other", new byte[32]).fingerprint());
    }

    @Test
    void another_secret_gives_other_names_and_another_fingerprint() {
        var others = new KeyNames("omg", "another secret of thirty-two bytes".getBytes(UTF_8));

        assertThat(all(others)).doesNotContainAnyElementsOf(all(names));
        assertThat(others.fingerprint()).isNotEqualTo(names.fingerprint());
    }

    /** A rollout with other names of the budget would grant the limit twice. */
    @Test
    void the_name_of_the_budget_never_changes() {
        assertThat(names.of(Kind.BUDGET, OWN)).isEqualTo("omg:b:zTipLaDwGq6SiIdYUAofjg");
    }

    @Test
    void the_marks_of_an_answer_are_those_of_all_that_it_belongs_to() {
        assertThat(names.marksOf(new DetailRequest(OWN, new MessageId(744))))
                .containsExactly("omg:all", names.markOf(new MessageId(744)), names.markOf(OWN));
        assertThat(names.marksOf(new ListRequest(OWN, PageNumber.FIRST)))
                .containsExactly("omg:all", names.markOf(PageNumber.FIRST), "omg:pages", names.markOf(OWN));
    }

    private static List<String> all(KeyNames names) {
        var all = new ArrayList<String>();
        for (Account account : List.of(OWN, CALLER, new Account(CredentialMode.SERVICE, "x"))) {
            for (CanonicalRequest request : List.of(
                    new DetailRequest(account, new MessageId(744)),
                    new DetailRequest(account, new MessageId(7)),
                    new ListRequest(account, PageNumber.FIRST))) {
                all.add(names.of(Kind.ANSWER, request));
                all.add(names.of(Kind.LOAD, request));
            }
            all.add(names.of(Kind.BUDGET, account));
            all.add(names.markOf(account));
        }
        all.add(names.markOf(new MessageId(744)));
        all.add(names.markOf(new PageNumber(744)));
        return all;
    }
}
