package io.offlinemessages.gateway.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.e2e.RawConnection;
import io.offlinemessages.gateway.e2e.RawResponse;
import io.offlinemessages.gateway.e2e.RunningGateway;
import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import io.offlinemessages.gateway.upstream.Origin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Every framing case, against a gateway whose hit lane answers from the cache, on new connections and on those that have sent the same
 * head twice, and against one that has neither. Of each case only
 * what it says may come back, nothing may reach the upstream that admission has not built, and the next caller is served.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FramingIT {

    private static final String DETAIL = "/api/offlinemessages/";
    private static final byte[] KNOWN =
            RawConnection.head("GET", DETAIL + "744", "john").getBytes(ISO_8859_1);
    private static final byte[] NEXT = RawConnection.head("GET", DETAIL + "740", "john", "Connection: close")
            .getBytes(ISO_8859_1);

    private final Origin origin = Origin.answering(FramingIT::message);
    private final RunningGateway cached = start("--gateway.cache.ttl=1h");
    private final RunningGateway uncached =
            start("--gateway.hit-lane.enabled=false", "--gateway.cache.maximum-size=0B");

    @AfterAll
    void stop() {
        cached.close();
        uncached.close();
        origin.close();
    }

    @TestFactory
    Stream<DynamicContainer> every_case_has_one_answer_and_no_other_request_is_smuggled_in()
            throws IOException, URISyntaxException {
        var folder = Path.of(
                Objects.requireNonNull(FramingIT.class.getResource("/hostile")).toURI());
        for (String id : List.of("744", "740")) {
            assertThat(RawConnection.get(cached.port(), DETAIL + id, "john").status())
                    .isEqualTo(200);
            assertThat(RawConnection.get(uncached.port(), DETAIL + id, "john").status())
                    .isEqualTo(200);
        }
        Set<String> built = Set.copyOf(sent(0));
        assertThat(built).hasSize(2);
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList().stream().map(file -> container(file, built));
        }
    }

    private DynamicContainer container(Path file, Set<String> built) {
        return DynamicContainer.dynamicContainer(
                String.valueOf(file.getFileName()),
                FramingCase.read(file).stream()
                        .flatMap(one -> Stream.of(
                                DynamicTest.dynamicTest(one.name(), () -> check(one, cached, built, 0)),
                                DynamicTest.dynamicTest(
                                        one.name() + " (where a head is known)",
                                        () -> check(one, cached, built, 0, KNOWN, KNOWN)),
                                DynamicTest.dynamicTest(
                                        one.name() + " (without cache and hit lane)",
                                        () -> check(one, uncached, built, 1)))));
    }

    private void check(
            FramingCase expected, RunningGateway gateway, Set<String> built, int callsForEach200, byte[]... first)
            throws IOException {
        int before = origin.requests().size();
        long found = expected.answers().stream()
                .filter(answer -> answer.status() == 200)
                .count();
        try (var caller = RawConnection.undescribed(gateway.port())) {
            for (byte[] request : first) {
                send(caller, request);
                assertThat(caller.receive(false).text()).isEqualTo(content("744"));
            }
            send(caller, expected.closed() ? followed(expected.octets()) : expected.octets());
            for (FramingCase.Answer answer : expected.answers()) {
                RawResponse response = caller.receive(answer.toHead());
                assertThat(response.status())
                        .as("status, with body %s", response.text())
                        .isEqualTo(answer.status());
                assertDocumented(response);
                if (answer.message() != null) {
                    assertThat(response.text())
                            .isEqualTo("{\"error\":[{\"code\":%d,\"message\":\"%s\"}]}"
                                    .formatted(answer.status(), answer.message()));
                }
            }
            if (!expected.closed()) {
                send(caller, NEXT);
                assertThat(caller.receive(false).text()).isEqualTo(content("740"));
                found++;
            }
            assertThat(caller.isAtEnd()).as("nothing else comes").isTrue();
        }
        assertThat(sent(before)).hasSize((int) found * callsForEach200).isSubsetOf(built);
        assertThat(RawConnection.get(gateway.port(), DETAIL + "744", "john").text())
                .as("the next caller's answer")
                .isEqualTo(content("744"));
    }

    private static void send(RawConnection caller, byte[] octets) {
        try {
            caller.send(octets);
        } catch (IOException answeredMeanwhile) {
            // The answer is there, whether or not all that it answers was taken.
        }
    }

    private static void assertDocumented(RawResponse response) {
        if (response.status() == 401) {
            assertThat(response.text()).isEqualTo("Bad credentials");
        } else if (response.status() >= 400) {
            assertThat(response.text()).startsWith("{\"error\":[{\"code\":" + response.status() + ",\"message\":\"");
        }
    }

    private static byte[] followed(byte[] octets) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(octets);
        all.writeBytes(NEXT);
        return all.toByteArray();
    }

    /** What has come to the upstream since there were so many requests, but for what tells one from another. */
    private List<String> sent(int since) {
        List<Origin.Request> all = origin.requests();
        return all.subList(since, all.size()).stream()
                .map(request ->
                        String.join("\n", request.lines()).replaceAll("(?im)^(traceparent|x-request-id): .*$", "$1: …"))
                .toList();
    }

    private static byte[] message(Origin.Request request) {
        return Origin.json(200, content(request.target().substring(DETAIL.length())));
    }

    private static String content(String id) {
        return "{\"offline_message_id\":" + id + "}";
    }

    private RunningGateway start(String... properties) {
        var all = new ArrayList<>(List.of(properties));
        all.add("--gateway.upstream.base-url=" + origin.url());
        all.add("--gateway.upstream.username=" + SandboxUpstream.USERNAME);
        all.add("--gateway.upstream.password=" + SandboxUpstream.PASSWORD);
        all.add("--gateway.access.users-file=" + SandboxUpstream.usersFile());
        return new RunningGateway(all);
    }
}
