package io.offlinemessages.gateway.access;

import io.offlinemessages.gateway.contract.InvalidProperty;
import io.offlinemessages.gateway.contract.Role;
import io.offlinemessages.gateway.contract.Route;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties of users and permissions: {@code gateway.access.*}.
 *
 * @param usersFile Path of the YAML file of users and password hashes; required. A change takes effect within seconds.
 * @param listRoles Roles that may call the list, of Super Admin, Admin and Agent; at least one.
 * @param detailRoles Roles that may call the detail, of Super Admin, Admin and Agent; at least one.
 * @param verifiedTtl How long a right password is remembered after each use, 1ms to 1d.
 */
public record AccessProperties(
        @Nullable Path usersFile,
        @DefaultValue("SUPER_ADMIN") Set<Role> listRoles,
        @DefaultValue("SUPER_ADMIN") Set<Role> detailRoles,
        @DefaultValue("5m") Duration verifiedTtl) {

    private static final Duration LONGEST_TTL = Duration.ofDays(1);

    /** Refuses a missing users file, empty roles, and a lifetime of passwords out of range. */
    public AccessProperties {
        InvalidProperty.require("gateway.access.users-file", usersFile, "the path of the YAML file of users");
        requireRoles("gateway.access.list-roles", listRoles);
        requireRoles("gateway.access.detail-roles", detailRoles);
        if (verifiedTtl.isNegative() || verifiedTtl.isZero() || verifiedTtl.compareTo(LONGEST_TTL) > 0) {
            throw new InvalidProperty("gateway.access.verified-ttl", verifiedTtl, "a duration above 0s, at most 1d");
        }
        listRoles = Set.copyOf(listRoles);
        detailRoles = Set.copyOf(detailRoles);
    }

    /** The path of the users file. */
    Path file() {
        return Objects.requireNonNull(usersFile);
    }

    /** Whether the caller's role may use the route. */
    public boolean permits(Caller caller, Route route) {
        return (route == Route.LIST ? listRoles : detailRoles).contains(caller.role());
    }

    private static void requireRoles(String property, Set<Role> roles) {
        if (roles.isEmpty()) {
            throw new InvalidProperty(property, "", "at least one of " + Role.labels());
        }
    }
}
