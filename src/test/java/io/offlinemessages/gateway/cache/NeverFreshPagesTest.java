package io.offlinemessages.gateway.cache;

import static io.offlinemessages.gateway.cache.CacheHarness.body;
import static io.offlinemessages.gateway.cache.CacheHarness.error;
import static io.offlinemessages.gateway.cache.CacheHarness.found;
import static io.offlinemessages.gateway.cache.CacheHarness.json;
import static io.offlinemessages.gateway.cache.CacheHarness.kind;
import static io.offlinemessages.gateway.cache.CacheHarness.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.Route;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Pages whose ttl is 0s. */
class NeverFreshPagesTest {

    private static final CanonicalRequest PAGE = request(Route.LIST, "jane", 7);
    private static final String STATUS = "offline-messages-gateway; ";
    private static final Duration IF_ERROR = Duration.ofMinutes(10);

    @Test
    void concurrent_callers_share_a_call_and_the_next_one_makes_another() {
        try (var harness = harness(IF_ERROR)) {
            var callers = Stream.generate(() -> harness.start(PAGE)).limit(64).toList();
            harness.origin.next().answer(found(PAGE, "a"));
            assertThat(callers)
                    .allSatisfy(caller -> assertThat(body(caller.join())).isEqualTo(json(PAGE, "a")));
            assertThat(harness.origin.calls()).isEqualTo(1);

            assertThat(harness.cache.fresh(PAGE)).isNull();
            var next = harness.load(PAGE, found(PAGE, "b"));
            assertThat(body(next)).isEqualTo(json(PAGE, "b"));
            assertThat(next.provenance().cacheStatus()).isEqualTo(STATUS + "fwd=stale; stored");
            assertThat(harness.refreshes("found")).isZero();
        }
    }

    @Test
    void a_copy_serves_in_the_place_of_an_error() {
        try (var harness = harness(IF_ERROR)) {
            harness.load(PAGE, found(PAGE, "a"));

            var stale = harness.load(PAGE, error(500));

            assertThat(body(stale)).isEqualTo(json(PAGE, "a"));
            assertThat(stale.provenance().cacheStatus()).isEqualTo(STATUS + "fwd=stale; ttl=0; detail=stale-if-error");
        }
    }

    @Test
    void without_stale_if_error_nothing_is_kept() {
        try (var harness = harness(Duration.ZERO)) {
            var page = harness.load(PAGE, found(PAGE, "a"));

            assertThat(page.provenance().cacheStatus()).isEqualTo(STATUS + "fwd=miss");
            assertThat(harness.entries(PAGE)).isEmpty();
            assertThat(kind(harness.load(PAGE, error(500)))).isEqualTo(FailureKind.SERVER_ERROR);
        }
    }

    private static CacheHarness harness(Duration staleIfError) {
        return new CacheHarness(new CacheProperties.Pages(Duration.ZERO, Duration.ofMinutes(1), staleIfError, true));
    }
}
