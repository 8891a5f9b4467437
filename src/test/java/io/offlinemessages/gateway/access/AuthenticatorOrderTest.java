package io.offlinemessages.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.cumulative.CumulativeCounter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.offlinemessages.gateway.contract.Role;
import io.offlinemessages.gateway.interleaving.Interleaving;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.scrypt.SCryptPasswordEncoder;

/**
 * Whatever the order in which credentials are checked and users files take effect: everybody gets an answer, and it is the one of a
 * file that was in force while they waited. So whom a file shuts out is not let in once it has taken effect.
 */
class AuthenticatorOrderTest {

    private static final int CALLERS = 4;

    /** The cheapest hash that a users file may hold. */
    private static final SCryptPasswordEncoder HASHES = new SCryptPasswordEncoder(2, 1, 1, 32, 16);

    private static final List<Version> VERSIONS = List.of(
            new Version("one", Role.SUPER_ADMIN), new Version("two", Role.SUPER_ADMIN), new Version("one", Role.AGENT));

    @TempDir
    Path folder;

    @Test
    void each_caller_is_answered_by_a_file_in_force_in_five_hundred_orders() {
        Interleaving.explore(500, this::play);
    }

    @Test
    @Tag("endurance")
    void each_caller_is_answered_by_a_file_in_force_in_twenty_thousand_orders() {
        Interleaving.explore(20_000, this::play);
    }

    private void play(Interleaving interleaving) {
        try {
            new Play(interleaving, folder.resolve("users.yaml")).play();
        } catch (UsersFileException e) {
            throw new AssertionError(e);
        }
    }

    /** The users file at one time, with one user. */
    private record Version(String password, Role role, UsersYaml yaml) {

        Version(String password, Role role) {
            this(password, role, new UsersYaml().entry("alice", "{scrypt}" + HASHES.encode(password), role.label()));
        }

        PasswordCheck decide(String shown) {
            return shown.equals(password)
                    ? new PasswordCheck.Verified(new Caller("alice", role))
                    : new PasswordCheck.Wrong();
        }
    }

    /** One run. */
    private static final class Play {

        private final Interleaving interleaving;
        private final Random random;
        private final Path file;
        private final HandDrivenExecutor hashing = new HandDrivenExecutor();
        private final AccessFixture access;
        private final List<InForce> history = new ArrayList<>();
        private final List<Asked> asked = new ArrayList<>();
        private int moment;

        Play(Interleaving interleaving, Path file) throws UsersFileException {
            this.interleaving = interleaving;
            this.random = interleaving.random();
            this.file = file;
            VERSIONS.get(0).yaml.writeTo(file);
            this.access = new AccessFixture(
                    file,
                    () -> {
                        interleaving.pause("clock");
                        return 0;
                    },
                    hashing,
                    AccessFixture.wrongPasswords(0, 0),
                    new PausingMeters(interleaving));
            history.add(new InForce(VERSIONS.get(0), 0, 0));
        }

        void play() {
            for (int caller = 0; caller < CALLERS; caller++) {
                interleaving.actor("caller-" + caller, 4, this::ask);
            }
            interleaving.actor("file", 3, this::reload);
            for (int thread = 0; thread < 2; thread++) {
                interleaving.actor("hashing-" + thread, this::hash);
            }
            interleaving.run();
            asked.forEach(this::check);
        }

        private void ask() {
            var credentials = new BasicCredentials("alice", random.nextBoolean() ? "one" : "two");
            int begin = ++moment;
            Optional<Caller> remembered = access.authenticator.remembered(AccessFixture.shown(credentials));
            var one = new Asked(
                    credentials.password(),
                    begin,
                    remembered.isPresent()
                            ? CompletableFuture.completedFuture(new PasswordCheck.Verified(remembered.get()))
                            : access.authenticator.check(credentials, InetAddress.getLoopbackAddress()));
            asked.add(one);
            var unused = one.answer.thenRun(() -> one.end = ++moment);
        }

        private void reload() {
            Version next = VERSIONS.get(random.nextInt(VERSIONS.size()));
            int begin = ++moment;
            next.yaml.writeTo(file);
            access.directory.poll();
            interleaving.pause("first poll");
            access.directory.poll();
            history.add(new InForce(next, begin, ++moment));
        }

        private void hash() {
            while (hashing.runOne() || hashing.waiting() > 0 || !asked.stream().allMatch(Asked::isOver) || !isOver()) {
                interleaving.pause("hashing");
            }
        }

        private boolean isOver() {
            return asked.size() == 4 * CALLERS && history.size() == 4;
        }

        /** A file is in force from somewhere in its reload to somewhere in the next one. */
        private void check(Asked one) {
            List<PasswordCheck> allowed = new ArrayList<>();
            for (int i = 0; i < history.size(); i++) {
                boolean begunInTime = history.get(i).begin < one.end;
                boolean stillInForce = i + 1 == history.size() || history.get(i + 1).end > one.begin;
                if (begunInTime && stillInForce) {
                    allowed.add(history.get(i).version.decide(one.password));
                }
            }
            PasswordCheck answer = one.answer.getNow(null);
            if (!(answer instanceof PasswordCheck.Busy)) {
                assertThat(answer)
                        .as(
                                "the check of password %s from %s to %s, among %s",
                                one.password, one.begin, one.end, history)
                        .isIn(allowed);
            }
        }
    }

    private record InForce(Version version, int begin, int end) {

        @Override
        public String toString() {
            return version.password + '/' + version.role + " [" + begin + ".." + end + ']';
        }
    }

    private static final class Asked {

        private final String password;
        private final int begin;
        private final CompletableFuture<PasswordCheck> answer;
        private int end = Integer.MAX_VALUE;

        Asked(String password, int begin, CompletableFuture<PasswordCheck> answer) {
            this.password = password;
            this.begin = begin;
            this.answer = answer;
        }

        boolean isOver() {
            return answer.isDone();
        }
    }

    /** Meters that let others go first when they count. */
    private static final class PausingMeters extends SimpleMeterRegistry {

        private final Interleaving interleaving;

        PausingMeters(Interleaving interleaving) {
            this.interleaving = interleaving;
        }

        @Override
        protected Counter newCounter(Meter.Id id) {
            return new CumulativeCounter(id) {
                @Override
                public void increment(double amount) {
                    interleaving.pause("counting " + id.getTags());
                    super.increment(amount);
                }
            };
        }
    }
}
