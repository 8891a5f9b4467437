package io.offlinemessages.gateway.management;

import io.offlinemessages.gateway.access.UserDirectory;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Up while a users file is loaded; part of readiness. */
final class UsersHealthIndicator extends AbstractHealthIndicator {

    private final UserDirectory directory;

    UsersHealthIndicator(UserDirectory directory) {
        super("The users file could not be looked at.");
        this.directory = directory;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        builder.up().withDetail("users", directory.size());
    }
}
