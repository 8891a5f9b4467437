package io.offlinemessages.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.contract.Account;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.CredentialMode;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.ListRequest;
import io.offlinemessages.gateway.contract.MessageId;
import io.offlinemessages.gateway.contract.PageNumber;
import io.offlinemessages.gateway.contract.Route;
import io.offlinemessages.gateway.upstream.CacheTerms;
import io.offlinemessages.gateway.upstream.CheckedBody;
import io.offlinemessages.gateway.upstream.FakeTicker;
import io.offlinemessages.gateway.upstream.MessageDigests;
import io.offlinemessages.gateway.upstream.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;

/** Whether a cache whose weight is full takes as much of the heap as it says: {@code gateway.cache.maximum-size} is a promise. */
class AnswerStoreHeapTest {

    private static final DataSize WEIGHT = DataSize.ofMegabytes(48);

    @ParameterizedTest
    @CsvSource({"DETAIL, -1", "DETAIL, 2", "DETAIL, 300", "DETAIL, 3000", "DETAIL, 50000", "LIST, 2", "LIST, 50000"})
    void a_full_cache_takes_about_its_weight_of_the_heap(Route route, int body) {
        var properties = new CacheProperties(
                UpstreamDirectives.OBEY,
                Duration.ofHours(1),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofHours(1),
                WEIGHT,
                new CacheProperties.Pages(Duration.ofHours(1), Duration.ZERO, Duration.ZERO, true));
        long before = used();
        var parts = CacheParts.alone(properties, new FakeTicker(), (request, context) -> Mono.never());
        AnswerStore store = parts.store();
        for (long id = 1; weight(store) < WEIGHT.toBytes() * 0.98; id++) {
            parts.apply(key(route, id), outcome(key(route, id), body));
        }
        // The weight is asked after the collection, so that the store is still there while it runs.
        double share = (used() - before) / (double) weight(store);

        assertThat(share).isBetween(0.65, 1.05);
    }

    /** Each caller has an account name of its own, as in forward mode. */
    private static CanonicalRequest key(Route route, long number) {
        var account = new Account(CredentialMode.FORWARD, "user-" + number % 1_000 + "@example.com");
        return route == Route.LIST
                ? new ListRequest(account, new PageNumber(number))
                : new DetailRequest(account, new MessageId(number));
    }

    private static Outcome outcome(CanonicalRequest key, int body) {
        if (body < 0) {
            return new Outcome.Denied(Failure.of(FailureKind.NO_RECORD), CacheTerms.UNSAID, true);
        }
        List<MessageDigests> messages = key instanceof DetailRequest detail
                ? CheckedBody.messages(key, "{\"offline_message_id\":" + detail.id() + "}")
                : List.of();
        return new Outcome.Found(new byte[body], messages, CacheTerms.UNSAID);
    }

    private static long weight(AnswerStore store) {
        return store.entries().policy().eviction().orElseThrow().weightedSize().orElseThrow();
    }

    private static long used() {
        // What other tests have left may take several collections to go.
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 6; i++) {
            System.gc();
            least = Math.min(
                    least,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }
}
