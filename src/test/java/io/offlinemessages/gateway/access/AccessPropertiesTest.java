package io.offlinemessages.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinemessages.gateway.contract.InvalidProperty;
import io.offlinemessages.gateway.contract.Role;
import io.offlinemessages.gateway.contract.Route;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessPropertiesTest {

    private static final Path FILE = Path.of("users.yaml");
    private static final Set<Role> ROLES = Set.of(Role.SUPER_ADMIN);
    private static final Duration TTL = Duration.ofMinutes(5);

    @Test
    void a_users_file_that_is_not_set_is_refused() {
        assertThatThrownBy(() -> new AccessProperties(null, ROLES, ROLES, TTL))
                .isInstanceOf(InvalidProperty.class)
                .hasMessage("gateway.access.users-file is not set; it must be the path of the YAML file of users.");
    }

    @Test
    void a_route_without_a_role_is_refused() {
        assertThatThrownBy(() -> new AccessProperties(FILE, Set.of(), ROLES, TTL))
                .isInstanceOf(InvalidProperty.class)
                .hasMessage("gateway.access.list-roles is \"\"; it must be at least one of Super Admin, Admin, Agent.");
        assertThatThrownBy(() -> new AccessProperties(FILE, ROLES, Set.of(), TTL))
                .isInstanceOf(InvalidProperty.class)
                .hasMessage(
                        "gateway.access.detail-roles is \"\"; it must be at least one of Super Admin, Admin, Agent.");
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0s",
        "PT-1S, -1s",
        "PT-0.000000001S, PT-0.000000001S",
        "PT24H0.000000001S, PT24H0.000000001S",
        "PT8760H, 365d"
    })
    void a_verified_ttl_of_zero_or_beyond_a_day_is_refused(Duration ttl, String shown) {
        assertThatThrownBy(() -> new AccessProperties(FILE, ROLES, ROLES, ttl))
                .isInstanceOf(InvalidProperty.class)
                .hasMessage(
                        "gateway.access.verified-ttl is \"%s\"; it must be a duration above 0s, at most 1d.", shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.000000001S", "PT1S", "PT5M", "PT24H"})
    void a_verified_ttl_up_to_a_day_is_allowed(Duration ttl) {
        assertThat(new AccessProperties(FILE, ROLES, ROLES, ttl).verifiedTtl()).isEqualTo(ttl);
    }

    @ParameterizedTest
    @CsvSource({
        "SUPER_ADMIN, true, true",
        "ADMIN, false, true",
        "AGENT, false, false",
    })
    void each_route_has_roles_of_its_own(Role role, boolean list, boolean detail) {
        var properties = new AccessProperties(FILE, ROLES, EnumSet.of(Role.SUPER_ADMIN, Role.ADMIN), TTL);
        var caller = new Caller("alice", role);

        assertThat(properties.permits(caller, Route.LIST)).isEqualTo(list);
        assertThat(properties.permits(caller, Route.DETAIL)).isEqualTo(detail);
    }

    @Test
    void roles_cannot_be_changed_later() {
        var roles = EnumSet.of(Role.SUPER_ADMIN);
        var properties = new AccessProperties(FILE, roles, roles, TTL);
        roles.add(Role.AGENT);

        assertThat(properties.permits(new Caller("alice", Role.AGENT), Route.LIST))
                .isFalse();
        assertThat(properties.permits(new Caller("alice", Role.AGENT), Route.DETAIL))
                .isFalse();
    }
}
