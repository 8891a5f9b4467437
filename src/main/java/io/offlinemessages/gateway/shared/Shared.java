package io.offlinemessages.gateway.shared;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import reactor.core.publisher.Mono;

/** The parts of a gateway that replicas share: one link, and the budget, answers, evictions and pages that use it. */
public final class Shared implements AutoCloseable {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int NAME_BYTES = 8;

    private final SharedProperties properties;
    private final RedisConnector connector;
    private final Link link;
    private final SharedBudget budget;
    private final SharedAnswers answers;
    private final SharedEvictions evictions;
    private final SharedPages pages;
    private final Beat beat;
    private final RoundTrip roundTrip;
    private final LinkMeters meters;
    private volatile Login login;
    private volatile @Nullable SharedListener listener;

    /**
     * The shared parts of one gateway; {@link #start} connects them.
     *
     * @param requestsPerMinute the budget of all replicas together; 0 for no limit
     * @param longest the longest time that an answer may be kept
     * @param bundle the TLS material; null for the JDK's trust store
     * @param ticker the ticker of the budget while the server is unreachable; the link itself uses the system's
     */
    public Shared(
            SharedProperties properties,
            int requestsPerMinute,
            Duration longest,
            @Nullable SslBundle bundle,
            Ticker ticker,
            Clock clock,
            MeterRegistry meters,
            @Nullable Tracer tracer) {
        this(
                properties,
                randomName(),
                requestsPerMinute,
                MINUTE.plus(properties.timeout()),
                longest,
                bundle,
                ticker,
                clock,
                meters,
                tracer);
    }

    /** With a test's own name and window. */
    Shared(
            SharedProperties properties,
            String replica,
            int limit,
            Duration window,
            Duration longest,
            @Nullable SslBundle bundle,
            Ticker ticker,
            Clock clock,
            MeterRegistry meters,
            @Nullable Tracer tracer) {
        this.properties = properties;
        this.login = properties.login();
        List<byte[]> secrets = properties.secrets();
        var names = new KeyNames(properties.namespace(), secrets.get(secrets.size() - 1));
        var seal = new Seal(secrets);
        this.meters = new LinkMeters(meters, tracer);
        this.connector = new RedisConnector(properties, () -> login, bundle, Ticker.systemTicker(), this.meters);
        this.link = new Link(connector.connect(), connector.timers());
        this.budget = new SharedBudget(link, names, properties, limit, window, replica, ticker);
        var bulletin = new Bulletin(seal, replica);
        this.evictions = new SharedEvictions(link, names, bulletin);
        this.pages = new SharedPages(link, names, bulletin);
        this.answers = new SharedAnswers(
                link, names, new SealedAnswers(seal, names, clock), replica, this.meters, Ticker.systemTicker());
        this.roundTrip = new RoundTrip(names, seal);
        this.beat = new Beat(
                names,
                properties,
                replica,
                window,
                longest,
                budget,
                evictions,
                pages,
                Ticker.systemTicker(),
                this.meters,
                new ForwardingListener());
    }

    /**
     * Connects for the first time, and again whenever the link is lost. Completes after the first try, successful or not; signals an
     * {@code InvalidProperty} where no try can succeed. Calls and evictions from before are told before the link is up.
     *
     * @param told hears of other replicas from now on
     */
    public Mono<Void> start(SharedListener told) {
        listener = told;
        meters.show(link::isUp, this::members);
        return link.start(List.of(budget::round, evictions::round, beat::round));
    }

    /**
     * Connects for a check of the configuration, and leaves nothing on the server: this replica is no member, reports no calls, and
     * hears no evictions. Completes as {@link #start} does.
     */
    public Mono<Void> rehearse() {
        return link.start(List.of(roundTrip::round));
    }

    /** The number of replicas that the rehearsal found, without this one. */
    public int others() {
        return roundTrip.members();
    }

    public Link link() {
        return link;
    }

    public SharedBudget budget() {
        return budget;
    }

    public SharedAnswers answers() {
        return answers;
    }

    public SharedEvictions evictions() {
        return evictions;
    }

    public SharedPages pages() {
        return pages;
    }

    /** The number of replicas as far as this one knows; 1 while the link is lost. */
    public int members() {
        return link.isUp() ? beat.members() : 1;
    }

    /** Stores a sealed text for a moment, reads and opens it; whether it is unchanged. Never signals an error. */
    public Mono<Boolean> roundTrip() {
        return roundTrip.run(link, time());
    }

    /** The largest body that is shared, in bytes. */
    public long maxBody() {
        return properties.maxBody().toBytes();
    }

    /** The time that a request which begins now may wait for the server. */
    public SharedTime time() {
        return new SharedTime(properties.timeout());
    }

    /** Uses a changed SSL bundle for the next connection. */
    public void secure(SslBundle bundle) {
        connector.secure(bundle);
    }

    /** Uses a changed login for the next connection; the present one is logged in already. */
    public void login(Login changed) {
        login = changed;
    }

    @Override
    public void close() {
        link.close();
        connector.close();
    }

    /** Forwards to the listener, which is absent until the start: the cache needs this object to be created. */
    private final class ForwardingListener implements SharedListener {

        @Override
        public void evicted(Notice notice) {
            tell(to -> to.evicted(notice));
        }

        @Override
        public void evictionsMissed() {
            tell(SharedListener::evictionsMissed);
        }

        @Override
        public void shown(ShownPage page, Duration since, Duration doubt) {
            tell(to -> to.shown(page, since, doubt));
        }

        private void tell(Consumer<SharedListener> what) {
            SharedListener to = listener;
            if (to != null) {
                what.accept(to);
            }
        }
    }

    private static String randomName() {
        byte[] name = new byte[NAME_BYTES];
        new SecureRandom().nextBytes(name);
        return HexFormat.of().formatHex(name) + '-';
    }
}
