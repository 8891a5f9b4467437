package io.offlinemessages.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged gateway with the image's flags in a pod's memory, where memory becomes scarce. */
@Tag("endurance")
class PodMemoryIT {

    private static final String LONGEST =
            RawConnection.head("GET", "/api/offlinemessages/" + SoakUpstream.LONGEST, "john");

    @TempDir
    Path folder;

    private final SoakUpstream upstream = new SoakUpstream();
    private final List<Socket> slow = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        hangUp();
        upstream.close();
    }

    /** Were each answer copied at once, they would take 200 times 2 MB, which is more than the pod has. */
    @Test
    void two_hundred_who_read_long_messages_slowly_take_a_slice_each() throws Exception {
        try (var gateway = start(SandboxUpstream.usersFile(), GatewayProcess.podOptions())) {
            askAndReadNothing(gateway, 200);

            await().atMost(Duration.ofMinutes(1))
                    .until(() -> new Scrape(gateway).sum("gateway_admission_total", "outcome=\"admitted\"") > 200);
            assertThat(status(gateway, 1)).isEqualTo(200);
            assertThat(Vitals.direct(gateway)).isLessThan(40);
            hangUp();
            assertThat(status(gateway, 2)).isEqualTo(200);
        }
    }

    @Test
    void where_direct_memory_is_scarce_those_who_hold_most_are_ended_and_others_are_served() throws Exception {
        try (var gateway =
                start(SandboxUpstream.usersFile(), GatewayProcess.podOptions("-XX:MaxDirectMemorySize=16m"))) {
            askAndReadNothing(gateway, 200);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> new Scrape(gateway).sum("gateway_connections_ended_total", "limit=\"memory\"") > 0);

            assertThat(status(gateway, 1)).isEqualTo(200);
            hangUp();
            assertThat(status(gateway, 2)).isEqualTo(200);
            assertThat(gateway.isAlive()).isTrue();
        }
    }

    @Test
    void the_largest_cache_that_is_allowed_leaves_room_to_work() throws Exception {
        try (var gateway =
                start(SandboxUpstream.usersFile(), GatewayProcess.podOptions(), "--gateway.cache.maximum-size=160MB")) {
            // One in fifty messages has 60 kB.
            for (long id = 50; id <= 50 * 4_000; id += 50) {
                assertThat(status(gateway, id)).isEqualTo(200);
            }
            Vitals full = Vitals.of(gateway);
            assertThat(full.weight()).isBetween(150.0, 160.0);
            assertThat(full.heap()).isLessThan(220);
            assertThat(status(gateway, SoakUpstream.LONGEST)).isEqualTo(200);
        }
    }

    /** A password hash that takes a gigabyte is one that an operator has written, and the pod has not. */
    @Test
    void when_the_heap_is_exhausted_the_process_ends_to_be_started_anew() throws Exception {
        Path users = Files.writeString(folder.resolve("users.yaml"), """
                users:
                  - username: john@example.com
                    password: "{argon2}$argon2id$v=19$m=1048576,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g"
                    role: Super Admin
                """);
        try (var gateway = start(users, GatewayProcess.podOptions())) {
            assertThatThrownBy(() -> status(gateway, 1)).isInstanceOf(UncheckedIOException.class);

            assertThat(gateway.exitCode()).isEqualTo(3);
            assertThat(gateway.output()).contains("Terminating due to java.lang.OutOfMemoryError");
        }
    }

    private GatewayProcess start(Path users, List<String> options, String... more) throws IOException {
        var arguments = new ArrayList<>(List.of(
                "--gateway.upstream.base-url=" + upstream.url(),
                "--gateway.upstream.username=gateway",
                "--gateway.upstream.password=secret",
                "--gateway.access.users-file=" + users,
                "--gateway.cache.ttl=1h",
                "--management.endpoint.messagecache.access=read-only"));
        arguments.addAll(List.of(more));
        var gateway = new GatewayProcess(folder, options, arguments);
        gateway.awaitReady();
        return gateway;
    }

    private static int status(GatewayProcess gateway, long id) {
        return RawConnection.get(gateway.port(), "/api/offlinemessages/" + id, "john")
                .status();
    }

    private void askAndReadNothing(GatewayProcess gateway, int callers) throws IOException {
        assertThat(status(gateway, SoakUpstream.LONGEST)).isEqualTo(200);
        for (int i = 0; i < callers; i++) {
            var socket = new Socket();
            slow.add(socket);
            socket.setReceiveBufferSize(4_096);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port()));
            socket.getOutputStream().write(LONGEST.repeat(4).getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private void hangUp() throws IOException {
        for (Socket socket : slow) {
            socket.close();
        }
        slow.clear();
    }
}
