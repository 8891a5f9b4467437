package io.offlinemessages.gateway.access;

import static io.offlinemessages.gateway.access.AccessFixture.HERE;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.access.PasswordCheck.Verified;
import io.offlinemessages.gateway.access.PasswordCheck.Wrong;
import io.offlinemessages.gateway.contract.Role;
import io.offlinemessages.gateway.limits.LimitsProperties;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.io.TempDir;

/** An authenticator on a users file, whose hashing and clock go on by hand. */
abstract class AuthenticatorScenario {

    static final UsersYaml USERS =
            new UsersYaml().user("alice", "secret", "Super Admin").user("bob", "builder", "Agent");

    static final BasicCredentials ALICE = new BasicCredentials("alice", "secret");
    static final Verified VERIFIED = new Verified(new Caller("alice", Role.SUPER_ADMIN));
    static final Wrong WRONG = new Wrong();

    @TempDir
    Path folder;

    final HandDrivenExecutor hashing = new HandDrivenExecutor();
    final AtomicLong nanos = new AtomicLong();

    AccessFixture start(UsersYaml users) throws UsersFileException {
        return start(users, AccessFixture.wrongPasswords(0, 0));
    }

    AccessFixture start(UsersYaml users, LimitsProperties limits) throws UsersFileException {
        users.writeTo(file());
        return new AccessFixture(file(), nanos::get, hashing, limits);
    }

    Path file() {
        return folder.resolve("users.yaml");
    }

    static void begin(AccessFixture access, BasicCredentials credentials) {
        var unused = access.authenticator.check(credentials, HERE);
    }

    PasswordCheck check(AccessFixture access, BasicCredentials credentials) {
        var check = access.authenticator.check(credentials, HERE);
        hashing.runAll();
        assertThat(check).isDone();
        return check.join();
    }

    static void assertChecks(AccessFixture access, int verified, int wrong, int busy, int failed) {
        assertThat(access.checks("verified")).as("verified").isEqualTo(verified);
        assertThat(access.checks("wrong")).as("wrong").isEqualTo(wrong);
        assertThat(access.checks("busy")).as("busy").isEqualTo(busy);
        assertThat(access.checks("failed")).as("failed").isEqualTo(failed);
    }
}
