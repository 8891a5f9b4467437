package io.offlinemessages.gateway.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.offlinemessages.gateway.contract.Account;
import io.offlinemessages.gateway.contract.GatewayMeter;
import io.offlinemessages.gateway.upstream.MessageDigests;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fields of pages and details that may be compared, for each account. Some upstreams cut a field in lists, or fill it in one place
 * only: pages then differ from the detail however often it is loaded. Such a field is left out for an hour and then tried again. A set
 * of fields is a bit mask over {@link MessageDigests#FIELDS}.
 */
final class ComparableFields {

    private static final Logger LOG = LoggerFactory.getLogger(ComparableFields.class);

    private static final int ACCOUNTS = 1_000;

    private final Ticker ticker;
    private final List<Counter> leftOut;
    private final Set<String> said = ConcurrentHashMap.newKeySet();
    private final Cache<Account, ReloadsInVain> accounts =
            Caffeine.newBuilder().maximumSize(ACCOUNTS).executor(Runnable::run).build();

    ComparableFields(Ticker ticker, MeterRegistry meters) {
        this.ticker = ticker;
        this.leftOut = MessageDigests.FIELDS.stream()
                .map(field -> GatewayMeter.CACHE_INCOMPARABLE.counter(meters, field))
                .toList();
    }

    /** The given fields without those that are left out now. */
    int of(Account account, int fields) {
        ReloadsInVain reloads = fields == 0 ? null : accounts.getIfPresent(account);
        return reloads == null ? fields : reloads.comparable(fields, ticker.read());
    }

    /** Counts a reload in vain: the detail kept its values, and a later page still shows others. */
    void reloadedInVain(Account account, int fields) {
        if (fields == 0) {
            return;
        }
        int ended = accounts.get(account, key -> new ReloadsInVain()).add(fields, ticker.read());
        for (int field = 0; field < leftOut.size(); field++) {
            if ((ended & 1 << field) != 0) {
                leftOut.get(field).increment();
                say(MessageDigests.FIELDS.get(field));
            }
        }
    }

    /** Ends the count of reloads in vain: a reload changed the values, or a later page shows the detail's. */
    void agree(Account account, int fields) {
        ReloadsInVain reloads = fields == 0 ? null : accounts.getIfPresent(account);
        if (reloads != null) {
            reloads.end(fields);
        }
    }

    private void say(String field) {
        if (said.add(field)) {
            LOG.warn(
                    "Pages of the list show another {} than details do, after {} reloads running: it is left out of the comparison"
                            + " for an hour. Said only once; gateway_cache_incomparable_total counts.",
                    field,
                    ReloadsInVain.MOST);
        }
    }
}
