package io.offlinemessages.gateway.watch;

import io.micrometer.core.instrument.Counter;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reload of content that operators replace while the gateway runs. Each poll takes a snapshot. A changed snapshot
 * is loaded after two consecutive polls with equal snapshots, so no write is in progress (debounce). Content that
 * cannot be read, or is refused, changes nothing. Each load and each refusal is counted, and logged in one sentence.
 *
 * @param <T> the content; compared by {@code equals}
 */
public final class Reload<T> {

    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

    private final Reader<T> reader;
    private final Loader<T> loader;
    private final Supplier<String> kept;
    private final Counter loads;
    private final Counter refusals;
    private Snapshot<T> last;
    private Snapshot<T> known;
    private volatile boolean refused;

    /**
     * Begins with the content that is already loaded.
     *
     * @param loaded the content; null for none
     * @param kept names the content that stays in force after a refusal, such as {@code the 3 users}
     * @param counters gives the counter of each result, {@code loaded} and {@code refused}
     */
    public Reload(
            @Nullable T loaded,
            Reader<T> reader,
            Loader<T> loader,
            Supplier<String> kept,
            Function<String, Counter> counters) {
        this.reader = reader;
        this.loader = loader;
        this.kept = kept;
        this.loads = counters.apply("loaded");
        this.refusals = counters.apply("refused");
        this.known = new Snapshot<>(loaded, null);
        this.last = known;
    }

    /** Takes a snapshot, and loads it if it has changed and equals the snapshot of the previous poll. */
    public synchronized void poll() {
        Snapshot<T> snapshot = snapshot();
        boolean atRest = snapshot.equals(last);
        last = snapshot;
        if (atRest && !snapshot.equals(known)) {
            known = snapshot;
            load(snapshot);
        }
    }

    /** Whether the last change was refused, so that the content before it is still in force. */
    public boolean isRefused() {
        return refused;
    }

    private Snapshot<T> snapshot() {
        try {
            return new Snapshot<>(reader.read(), null);
        } catch (Refused e) {
            return new Snapshot<>(null, e.getMessage());
        }
    }

    private void load(Snapshot<T> snapshot) {
        try {
            String what = loader.load(snapshot.get());
            refused = false;
            loads.increment();
            LOG.info("Loaded {}.", what);
        } catch (Refused e) {
            refused = true;
            refusals.increment();
            LOG.error("Kept {} loaded before: {}", kept.get(), e.getMessage());
        }
    }

    /** Reads the present content, or refuses it. */
    @FunctionalInterface
    public interface Reader<T> {
        T read() throws Refused;
    }

    /** Puts content in force, and returns its name for the log; or refuses it, and leaves everything as it was. */
    @FunctionalInterface
    public interface Loader<T> {
        String load(T content) throws Refused;
    }

    /** The result of a poll: the content, or the sentence that says why there is none. */
    private record Snapshot<T>(
            @Nullable T content, @Nullable String refusal) {

        T get() throws Refused {
            if (refusal != null) {
                throw new Refused(refusal);
            }
            return Objects.requireNonNull(content);
        }
    }
}
