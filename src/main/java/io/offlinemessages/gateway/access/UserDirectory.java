package io.offlinemessages.gateway.access;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.offlinemessages.gateway.contract.GatewayMeter;
import io.offlinemessages.gateway.watch.Debounce;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The current users: the last good version of the users file. */
public final class UserDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(UserDirectory.class);

    private final Path file;
    private final CredentialKey.Factory keys;
    private final Duration verifiedTtl;
    private final Ticker ticker;
    private final MeterRegistry meters;

    private final Debounce<Sight> sights;
    private volatile Users current;
    private volatile boolean refused;

    /** Loads the file; a bad one is refused here, at the start. */
    UserDirectory(AccessProperties properties, CredentialKey.Factory keys, Ticker ticker, MeterRegistry meters)
            throws UsersFileException {
        this.file = properties.file();
        this.keys = keys;
        this.verifiedTtl = properties.verifiedTtl();
        this.ticker = ticker;
        this.meters = meters;
        Sight first = Sight.of(file);
        this.sights = new Debounce<>(first);
        this.current = parse(first.content());
        count("loaded", 0);
        count("refused", 0);
        GatewayMeter.USERS_FILE_REFUSED.gauge(meters, () -> refused ? 1 : 0);
    }

    /** How many users a file has, read and checked as at the start; further refusals are suppressed in the one that is thrown. */
    public static int check(Path file) throws UsersFileException {
        return UsersFile.parse(file, UsersFile.read(file)).size();
    }

    Users current() {
        return current;
    }

    /** How many users are loaded; at least 1. */
    public int size() {
        return current.size();
    }

    /**
     * Looks at the file. Once it has looked the same twice running, and so is not being written just now, a changed good file
     * replaces the users, while a bad one changes nothing, is logged and counted.
     */
    synchronized void look() {
        Sight sight = Sight.of(file);
        if (sights.isNews(sight)) {
            decide(sight);
        }
    }

    private void decide(Sight sight) {
        try {
            current = parse(sight.content());
            refused = false;
            count("loaded", 1);
            LOG.info("Loaded {} users from {}.", current.size(), file);
        } catch (UsersFileException e) {
            refused = true;
            count("refused", 1);
            LOG.error("Kept the {} users loaded before: {}", current.size(), e.getMessage());
        }
    }

    private Users parse(byte[] content) throws UsersFileException {
        return new Users(UsersFile.parse(file, content), keys, verifiedTtl, ticker);
    }

    private void count(String result, int times) {
        GatewayMeter.USERS_RELOAD.counter(meters, result).increment(times);
    }

    /** What one look at the file found: its bytes, or why it could not be read. */
    private record Sight(byte @Nullable [] bytes, @Nullable UsersFileException refusal) {

        static Sight of(Path file) {
            try {
                return new Sight(UsersFile.read(file), null);
            } catch (UsersFileException e) {
                return new Sight(null, e);
            }
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Sight sight && Arrays.equals(bytes, sight.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        byte[] content() throws UsersFileException {
            if (refusal != null) {
                throw refusal;
            }
            return requireNonNull(bytes);
        }
    }
}
