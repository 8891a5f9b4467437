package io.offlinemessages.gateway.cache;

import static io.offlinemessages.gateway.cache.PlayedCache.detail;
import static io.offlinemessages.gateway.cache.PlayedCache.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.DetailRequest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A load of a page, one of a detail, an eviction and a refusal of the account, in each order in which they can happen. */
class OutdatingOrderTest {

    private static final DetailRequest DETAIL = detail("jane", 744);
    private static final CanonicalRequest PAGE = page("jane", 1);

    enum Event {
        DETAIL_BEGINS,
        DETAIL_ENDS,
        PAGE_BEGINS,
        PAGE_ENDS,
        EVICTION,
        REFUSAL
    }

    static Stream<List<Event>> orders() {
        return Stream.of(
                        EnumSet.range(Event.DETAIL_BEGINS, Event.PAGE_ENDS),
                        EnumSet.range(Event.DETAIL_BEGINS, Event.EVICTION),
                        EnumSet.of(
                                Event.DETAIL_BEGINS,
                                Event.DETAIL_ENDS,
                                Event.PAGE_BEGINS,
                                Event.PAGE_ENDS,
                                Event.REFUSAL),
                        EnumSet.allOf(Event.class))
                .flatMap(events -> orders(List.of(), events).stream());
    }

    private static List<List<Event>> orders(List<Event> before, Set<Event> left) {
        if (left.isEmpty()) {
            return List.of(before);
        }
        List<List<Event>> orders = new ArrayList<>();
        for (Event next : left) {
            boolean tooEarly = (next == Event.DETAIL_ENDS && left.contains(Event.DETAIL_BEGINS))
                    || (next == Event.PAGE_ENDS && left.contains(Event.PAGE_BEGINS));
            if (!tooEarly) {
                List<Event> then = new ArrayList<>(before);
                then.add(next);
                Set<Event> rest = EnumSet.copyOf(left);
                rest.remove(next);
                orders.addAll(orders(then, rest));
            }
        }
        return orders;
    }

    @ParameterizedTest
    @MethodSource("orders")
    void a_page_judges_a_detail_whose_load_began_before_its_own_ended(List<Event> order) {
        var cache = new PlayedCache();
        order.forEach(event -> happen(event, cache));

        boolean isStored = !endedAfter(order, Event.EVICTION) && !endedAfter(order, Event.REFUSAL);
        boolean isOutdated = isStored && order.indexOf(Event.DETAIL_BEGINS) < order.indexOf(Event.PAGE_ENDS);
        assertThat(cache.isFresh(DETAIL)).as("fresh").isEqualTo(isStored && !isOutdated);
        var next = cache.ask(DETAIL);
        assertThat(cache.isCalled(DETAIL)).as("loaded by the next request").isEqualTo(!isStored || isOutdated);
        if (cache.isCalled(DETAIL)) {
            cache.answer(DETAIL, PlayedCache.failed());
            // What is outdated serves in the place of an error; what was evicted or refused does not.
            assertThat(next.join() instanceof CachedAnswer.Found).isEqualTo(isOutdated);
        }
    }

    /** Whether it ended what the detail's load brought, or was to bring. */
    private static boolean endedAfter(List<Event> order, Event event) {
        return order.indexOf(event) > order.indexOf(Event.DETAIL_BEGINS);
    }

    private static void happen(Event event, PlayedCache cache) {
        switch (event) {
            case DETAIL_BEGINS -> cache.begin(DETAIL);
            case DETAIL_ENDS -> cache.answer(DETAIL, "{\"offline_message_id\":744,\"unread\":0}");
            case PAGE_BEGINS -> cache.begin(PAGE);
            case PAGE_ENDS -> cache.answer(PAGE, "[{\"offline_message_id\":744,\"unread\":1}]");
            case EVICTION -> cache.evict(DETAIL);
            case REFUSAL -> cache.refuse(DETAIL);
        }
    }
}
