package io.offlinemessages.gateway.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.e2e.RawConnection;
import io.offlinemessages.gateway.e2e.RawResponse;
import io.offlinemessages.gateway.e2e.RunningGateway;
import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import io.offlinemessages.gateway.upstream.Origin;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Thousands of spellings over real connections; a failure names the seed and the target. */
class TargetsIT {

    private static final int CONVERSATIONS = 250;
    private static final int REQUESTS_OF_EACH = 16;
    private static final String DETAIL = "/api/offlinemessages/";

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void each_spelling_is_answered_as_the_contract_reads_it_and_each_message_and_each_page_has_one_cache_key(
            boolean hitLane) throws IOException {
        long seed = 9_112;
        var targets = new HostileTargets(new SplittableRandom(seed));
        Set<String> resources = new HashSet<>();
        try (var origin = Origin.answering(TargetsIT::answer);
                var gateway = start(origin, hitLane)) {
            for (int i = 0; i < CONVERSATIONS; i++) {
                List<String> spelled =
                        Stream.generate(targets::next).limit(REQUESTS_OF_EACH).toList();
                List<RawResponse> responses = answers(gateway, spelled);
                for (int k = 0; k < spelled.size(); k++) {
                    Meaning meaning = Meaning.of(spelled.get(k));
                    String label = "seed %d, target %s, answer %s"
                            .formatted(seed, spelled.get(k), responses.get(k).text());
                    assertThat(responses.get(k).status()).as(label).isEqualTo(meaning.status());
                    if (meaning.status() == 200) {
                        resources.add(meaning.resource());
                        assertThat(responses.get(k).text()).as(label).isEqualTo(content(meaning.resource()));
                    }
                }
            }
            List<String> asked =
                    origin.requests().stream().map(Origin.Request::target).toList();
            assertThat(Set.copyOf(asked)).as("seed %d", seed).isEqualTo(resources);
            assertThat(asked)
                    .as("seed %d, each message and each page, once", seed)
                    .hasSizeGreaterThan(100)
                    .doesNotHaveDuplicates();
        }
    }

    private static RunningGateway start(Origin origin, boolean hitLane) {
        return new RunningGateway(List.of(
                "--gateway.upstream.base-url=" + origin.url(),
                "--gateway.upstream.username=" + SandboxUpstream.USERNAME,
                "--gateway.upstream.password=" + SandboxUpstream.PASSWORD,
                "--gateway.access.users-file=" + SandboxUpstream.usersFile(),
                "--gateway.cache.ttl=1h",
                "--gateway.cache.list.ttl=1h",
                "--gateway.hit-lane.enabled=" + hitLane));
    }

    private static List<RawResponse> answers(RunningGateway gateway, List<String> targets) throws IOException {
        String pipelined = targets.stream()
                .map(target -> RawConnection.head("GET", target, "john"))
                .collect(Collectors.joining());
        try (var caller = RawConnection.undescribed(gateway.port())) {
            caller.send(pipelined.getBytes(ISO_8859_1));
            return targets.stream().map(target -> caller.receive(false)).toList();
        }
    }

    private static byte[] answer(Origin.Request request) {
        return Origin.json(200, content(request.target()));
    }

    /** A message with its id, or a list that names its page. */
    private static String content(String resource) {
        String number = resource.substring(resource.lastIndexOf(resource.contains("=") ? '=' : '/') + 1);
        boolean isDetail = resource.startsWith(DETAIL) && !number.isEmpty();
        return isDetail
                ? "{\"offline_message_id\":" + number + "}"
                : "[{\"offline_message_id\":1,\"subject\":\"" + resource + "\"}]";
    }
}
