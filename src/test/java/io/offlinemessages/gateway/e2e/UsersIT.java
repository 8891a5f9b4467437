package io.offlinemessages.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.offlinemessages.gateway.mounts.MountedSecret;
import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** Users that come, go and change while the gateway runs, and floods of passwords. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UsersIT {

    /** Generous, because machines stall; without load it takes two seconds. */
    private static final Duration TAKES_EFFECT = Duration.ofSeconds(30);

    private static final String TARGET = "/api/offlinemessages/744";

    private final SandboxUpstream sandbox = new SandboxUpstream();

    @AfterAll
    void stop() {
        sandbox.close();
    }

    @Test
    void a_changed_users_file_takes_effect_however_it_was_swapped_and_a_bad_one_changes_nothing(@TempDir Path folder)
            throws IOException {
        String all = Files.readString(SandboxUpstream.usersFile());
        String onlyJohn = all.substring(0, all.indexOf("  - username: admin"));
        var mounted = new MountedSecret(folder, Map.of("users.yaml", all));
        try (var gateway = gateway(mounted.file("users.yaml"))) {
            assertThat(status(gateway, "agent")).isEqualTo(403);
            for (int swap = 1; swap <= 4; swap++) {
                mounted.swap(Map.of("users.yaml", swap % 2 == 1 ? onlyJohn : all));
                int expected = swap % 2 == 1 ? 401 : 403;
                await().atMost(TAKES_EFFECT)
                        .untilAsserted(
                                () -> assertThat(status(gateway, "agent")).isEqualTo(expected));
            }
            mounted.swap(Map.of("users.yaml", all.replace("{bcrypt}", "{noop}")));
            await().atMost(TAKES_EFFECT)
                    .untilAsserted(() -> assertThat(gateway.count("gateway.users.reload", "result", "refused"))
                            .isEqualTo(1));
            assertThat(status(gateway, "john")).isEqualTo(200);
            assertThat(status(gateway, "agent")).isEqualTo(403);
        }
    }

    @Test
    void a_plain_edit_and_an_atomic_rename_take_effect(@TempDir Path folder) throws IOException {
        String all = Files.readString(SandboxUpstream.usersFile());
        Path file = Files.writeString(folder.resolve("users.yaml"), all);
        try (var gateway = gateway(file)) {
            assertThat(status(gateway, "agent")).isEqualTo(403);
            Files.writeString(file, all.replace("role: Agent", "role: Super Admin"));
            await().atMost(TAKES_EFFECT)
                    .untilAsserted(() -> assertThat(status(gateway, "agent")).isEqualTo(200));
            Path renamed = Files.writeString(folder.resolve("new.yaml"), all);
            Files.move(renamed, file, StandardCopyOption.ATOMIC_MOVE);
            await().atMost(TAKES_EFFECT)
                    .untilAsserted(() -> assertThat(status(gateway, "agent")).isEqualTo(403));
        }
    }

    @Test
    void a_flood_of_passwords_is_refused_beyond_the_queue_and_holds_up_nobody_who_is_remembered() {
        try (var gateway = gateway(
                SandboxUpstream.usersFile(),
                "--gateway.limits.failed-logins-per-user=0",
                "--gateway.limits.failed-logins-per-address=0")) {
            assertThat(status(gateway, "john")).isEqualTo(200);
            List<RawConnection> flood = new ArrayList<>();
            for (int i = 0; i < 150; i++) {
                var attacker = new RawConnection(gateway.port());
                attacker.send(basic("john@example.com:guess" + i));
                flood.add(attacker);
            }
            assertThat(status(gateway, "john")).isEqualTo(200);
            List<RawResponse> answers =
                    flood.stream().map(attacker -> attacker.receive(false)).toList();
            flood.forEach(RawConnection::close);

            assertThat(answers)
                    .extracting(RawResponse::status)
                    .containsOnly(401, 503)
                    .contains(401, 503);
            assertThat(answers)
                    .filteredOn(answer -> answer.status() == 503)
                    .allSatisfy(
                            answer -> assertThat(answer.header("Retry-After")).isPresent());
            assertThat(gateway.count("gateway.password.checks", "result", "busy"))
                    .isPositive();
            assertThat(gateway.count("gateway.password.checks", "result", "verified"))
                    .isEqualTo(1);
        }
    }

    @Test
    void a_password_is_hashed_once_and_again_when_it_was_not_used_for_its_time() {
        try (var gateway = gateway(SandboxUpstream.usersFile())) {
            for (int i = 0; i < 4; i++) {
                status(gateway, "john");
                gateway.ticker().advance(Duration.ofMinutes(4));
            }
            assertThat(gateway.count("gateway.password.checks", "result", "verified"))
                    .isEqualTo(1);
            gateway.ticker().advance(Duration.ofMinutes(1));
            status(gateway, "john");
            assertThat(gateway.count("gateway.password.checks", "result", "verified"))
                    .isEqualTo(2);
        }
    }

    @Test
    void an_edit_that_leaves_an_entry_as_it_is_has_nobody_hashed_again(@TempDir Path folder) throws IOException {
        String all = Files.readString(SandboxUpstream.usersFile());
        Path file = Files.writeString(folder.resolve("users.yaml"), all);
        try (var gateway = gateway(file)) {
            status(gateway, "john");
            status(gateway, "agent");
            Files.writeString(file, all.replace("role: Agent", "role: Super Admin") + "# one line\n");
            await().atMost(TAKES_EFFECT).until(() -> gateway.count("gateway.users.reload", "result", "loaded") == 1);
            assertThat(status(gateway, "john")).isEqualTo(200);
            assertThat(gateway.count("gateway.password.checks", "result", "verified"))
                    .isEqualTo(2);
            assertThat(status(gateway, "agent")).isEqualTo(200);
            assertThat(gateway.count("gateway.password.checks", "result", "verified"))
                    .isEqualTo(3);
        }
    }

    /** Hashes of a quarter of the usual cost, because the stranger waits for so many of them. */
    @Test
    void a_stranger_with_the_right_password_gets_in_while_two_hundred_addresses_send_wrong_ones(@TempDir Path folder)
            throws IOException {
        String hash = "{bcrypt}" + new BCryptPasswordEncoder(8).encode("123456");
        Path cheaper = Files.writeString(
                folder.resolve("users.yaml"),
                Files.readString(SandboxUpstream.usersFile())
                        .replaceAll("\\{bcrypt}[^\"]+", Matcher.quoteReplacement(hash)));
        try (var gateway = gateway(cheaper, "--gateway.trusted-proxies=127.0.0.0/8,::1");
                var flood = new PasswordFlood(gateway.port(), 100)) {
            await().until(() -> gateway.count("gateway.password.checks", "result", "busy") > 100);
            RawResponse answer = RawConnection.get(gateway.port(), TARGET, "john", "X-Forwarded-For: 203.0.113.7");
            for (int again = 0; answer.status() == 503 && again < 3; again++) {
                Duration retryAfter = Duration.ofSeconds(
                        Long.parseLong(answer.header("Retry-After").orElseThrow()));
                long told = System.nanoTime();
                await().atMost(retryAfter.plusSeconds(10))
                        .until(() -> System.nanoTime() - told >= retryAfter.toNanos());
                answer = RawConnection.get(gateway.port(), TARGET, "john", "X-Forwarded-For: 203.0.113.7");
            }
            assertThat(answer.status()).isEqualTo(200);
            assertThat(flood.statuses()).contains(401, 503).containsOnly(401, 503);
        }
    }

    @Test
    void a_caller_that_hangs_up_leaves_the_queue() {
        try (var gateway = gateway(
                SandboxUpstream.usersFile(),
                "--gateway.limits.failed-logins-per-user=0",
                "--gateway.limits.failed-logins-per-address=0")) {
            List<RawConnection> ahead = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                var caller = new RawConnection(gateway.port());
                caller.send(basic("john@example.com:guess" + i));
                ahead.add(caller);
            }
            ahead.forEach(RawConnection::close);
            await().until(() -> gateway.count("gateway.password.checks") == 30);
            assertThat(gateway.count("gateway.password.checks", "result", "abandoned"))
                    .isPositive();
        }
    }

    private RunningGateway gateway(Path usersFile, String... more) {
        var properties = new ArrayList<>(List.of(more));
        properties.add("--gateway.access.users-file=" + usersFile);
        return new RunningGateway(sandbox.gatewayProperties(), properties.toArray(String[]::new));
    }

    private static int status(RunningGateway gateway, String user) {
        return RawConnection.get(gateway.port(), TARGET, user).status();
    }

    private static String basic(String pair) {
        String token = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        return "GET " + TARGET + " HTTP/1.1\r\nHost: gateway\r\nAuthorization: Basic " + token + "\r\n\r\n";
    }
}
