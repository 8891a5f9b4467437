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

/** All that a replica shares with others: one link, and what goes over it. */
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
     * What is shared by these properties; nothing is, until it is started.
     *
     * @param requestsPerMinute the budget of all replicas together; 0 for no limit
     * @param longest the longest time that an answer may be kept
     * @param bundle what TLS is made with; null for the JDK's own trust
     * @param ticker what the budget is counted by while the server cannot be asked; the link itself goes by the system's
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

    /** The same with a name and a window of a test's own. */
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
                new Told());
    }

    /**
     * Connects for the first time, and from then on as often as it takes; ends after the first try, however it went, with an
     * {@code InvalidProperty} where no try can go well. What was called and evicted meanwhile is told before the link is up.
     *
     * @param told hears of others from now on
     */
    public Mono<Void> start(SharedListener told) {
        listener = told;
        meters.show(link::isUp, this::members);
        return link.start(List.of(budget::round, evictions::round, beat::round));
    }

    /**
     * Connects for a check of the configuration, as for the first time, and leaves nothing on the server: this replica is no member,
     * reports nothing, and hears of no eviction. Ends as the start does.
     */
    public Mono<Void> rehearse() {
        return link.start(List.of(roundTrip::round));
    }

    /** How many replicas the rehearsal has found; it is none of them. */
    public int others() {
        return roundTrip.members();
    }

    /** The link. */
    public Link link() {
        return link;
    }

    /** The budget of calls, and the doors. */
    public SharedBudget budget() {
        return budget;
    }

    /** The answers, and their loads. */
    public SharedAnswers answers() {
        return answers;
    }

    /** The evictions. */
    public SharedEvictions evictions() {
        return evictions;
    }

    /** The pages. */
    public SharedPages pages() {
        return pages;
    }

    /** How many replicas there are, as far as is known: 1 while the link is lost. */
    public int members() {
        return link.isUp() ? beat.members() : 1;
    }

    /** Seals a text, stores it for a moment, reads and opens it; whether it is the same. Never an error. */
    public Mono<Boolean> roundTrip() {
        return roundTrip.run(link, time());
    }

    /** How many bytes the largest body has that is shared. */
    public long maxBody() {
        return properties.maxBody().toBytes();
    }

    /** How long a request that begins now may wait for the server. */
    public SharedTime time() {
        return new SharedTime(properties.timeout());
    }

    /** Takes a changed SSL bundle for the next connection. */
    public void secure(SslBundle bundle) {
        connector.secure(bundle);
    }

    /** Takes a changed login for the next connection; the one that there is has logged in already, and stays. */
    public void login(Login changed) {
        login = changed;
    }

    @Override
    public void close() {
        link.close();
        connector.close();
    }

    /** Passes on what is heard; what is kept here cannot be there before what it shares. */
    private final class Told implements SharedListener {

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
