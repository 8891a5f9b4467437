package io.offlinemessages.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoleTest {

    @ParameterizedTest
    @CsvSource({"Super Admin, SUPER_ADMIN", "Admin, ADMIN", "Agent, AGENT"})
    void a_role_is_read_as_the_api_writes_it(String label, Role role) {
        assertThat(Role.parse(label)).contains(role);
        assertThat(role.label()).isEqualTo(label);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "admin", "SUPER_ADMIN", "super admin", " Admin", "Admin ", "Super  Admin", "Root"})
    void any_other_text_is_no_role(String label) {
        assertThat(Role.parse(label)).isEmpty();
    }

    @Test
    void sentences_list_all_roles() {
        assertThat(Role.labels()).isEqualTo("Super Admin, Admin, Agent");
    }
}
