package io.offlinemessages.gateway.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.ListRequest;
import io.offlinemessages.gateway.shared.Notice;
import io.offlinemessages.gateway.shared.SharedListener;
import io.offlinemessages.gateway.shared.ShownPage;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Scheduler;

/** Applies the evictions and pages of other replicas to this one, in order, on a worker thread that may visit all keys. */
final class EvictionsElsewhere implements SharedListener {

    private static final Logger LOG = LoggerFactory.getLogger(EvictionsElsewhere.class);

    private final AnswerLoads loads;
    private final Ticker ticker;
    private final Scheduler.Worker worker;

    /**
     * @param worker the thread that visits all keys
     */
    EvictionsElsewhere(AnswerLoads loads, Ticker ticker, Scheduler.Worker worker) {
        this.loads = loads;
        this.ticker = ticker;
        this.worker = worker;
    }

    @Override
    public void evicted(Notice notice) {
        worker.schedule(() -> take(notice));
    }

    /** The evicted keys are unknown, so every answer is limited to stale-if-error. That keeps all of them for an outage. */
    @Override
    public void evictionsMissed() {
        worker.schedule(() -> {
            Set<CanonicalRequest> keys = loads.keys(key -> true);
            keys.forEach(key -> loads.outdate(key, ticker));
            if (!keys.isEmpty()) {
                LOG.info("Evictions of other replicas may have been missed: {} answers are out of date.", keys.size());
            }
        });
    }

    @Override
    public void shown(ShownPage page, Duration since, Duration doubt) {
        List<ShownRow> rows = PagesElsewhere.read(page, ticker.read() - since.toNanos(), doubt);
        worker.schedule(() -> loads.compare(page.account(), rows));
    }

    private void take(Notice notice) {
        if (notice instanceof Notice.OfAccount of) {
            loads.disown(of.account());
        } else if (notice instanceof Notice.OfAnswer answer && answer.outdated()) {
            loads.outdate(answer.request(), ticker);
        } else if (notice instanceof Notice.OfAnswer answer) {
            loads.evict(answer.request());
        } else if (notice instanceof Notice.OfId id) {
            evict(CacheOperations.isOf(id.id()).or(ListRequest.class::isInstance));
        } else if (notice instanceof Notice.OfPage page) {
            evict(CacheOperations.isOf(page.page()));
        } else {
            evict(key -> true);
        }
    }

    private void evict(Predicate<CanonicalRequest> wanted) {
        loads.keys(wanted).forEach(loads::evict);
    }
}
