package io.offlinemessages.gateway.access;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.offlinemessages.gateway.limits.LimitsProperties;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Executor;

/** The real parts of this room, put together for tests of this room and of those that lean on it. */
public final class AccessFixture {

    static final Duration VERIFIED_TTL = Duration.ofMinutes(5);

    /** It has the shape of a scrypt hash, but a block size of 0, on which the encoder throws. */
    static final String IMPOSSIBLE_HASH = "{scrypt}$40001$c2FsdHNhbHRzYWx0$a2V5a2V5a2V5a2V5";

    final MeterRegistry meters;
    final UserDirectory directory;
    final Authenticator authenticator;

    /** The hashing threads' clock. */
    final VirtualTime time;

    /** Where requests come from. */
    static final InetAddress HERE = InetAddress.getLoopbackAddress();

    /** So many checks are hashed at once. */
    static final int THREADS = 4;

    AccessFixture(Path usersFile, Ticker ticker, Executor hashing) throws UsersFileException {
        this(usersFile, ticker, hashing, wrongPasswords(0, 0), new SimpleMeterRegistry());
    }

    AccessFixture(Path usersFile, Ticker ticker, Executor hashing, LimitsProperties limits) throws UsersFileException {
        this(usersFile, ticker, hashing, limits, new SimpleMeterRegistry());
    }

    AccessFixture(Path usersFile, Ticker ticker, Executor hashing, LimitsProperties limits, MeterRegistry meters)
            throws UsersFileException {
        this(usersFile, ticker, new VirtualTime(), THREADS, hashing, limits, meters);
    }

    /** One whose hashing takes the time that the executor makes of it. */
    AccessFixture(
            Path usersFile,
            Ticker ticker,
            VirtualTime time,
            int threads,
            Executor hashing,
            LimitsProperties limits,
            MeterRegistry meters)
            throws UsersFileException {
        this.meters = meters;
        this.time = time;
        var keys = new CredentialKey.Factory(new SecureRandom());
        this.directory = new UserDirectory(usersFile, meters);
        this.authenticator = new Authenticator(
                directory,
                new CredentialMemory(directory, keys, VERIFIED_TTL, ticker),
                keys,
                new PasswordThrottle(limits, keys, ticker),
                new HashingQueue(threads, hashing, time, time),
                meters);
    }

    /** Limits of wrong passwords a minute; 0 for none. */
    static LimitsProperties wrongPasswords(int perUser, int perAddress) {
        return new LimitsProperties(0, perUser, perAddress, 1, 1, null, Duration.ofSeconds(1), Duration.ofSeconds(1));
    }

    /** An authenticator that hashes on the calling thread; for each user name, password and role a user is written. */
    public static Authenticator authenticator(Path usersFile, String[]... users) throws UsersFileException {
        var yaml = new UsersYaml();
        for (String[] user : users) {
            yaml.user(user[0], user[1], user[2]);
        }
        yaml.writeTo(usersFile);
        return new AccessFixture(usersFile, Ticker.disabledTicker(), Runnable::run).authenticator;
    }

    /** A connection that has shown these credentials. */
    static ShownCredentials shown(BasicCredentials credentials) {
        var shown = new ShownCredentials();
        shown.read(credentials.authorization().value());
        return shown;
    }

    double checks(String result) {
        return meters.counter("gateway.password.checks", "result", result).count();
    }

    double reloads(String result) {
        return meters.counter("gateway.users.reload", "result", result).count();
    }

    /** Whether the gauge says that the file was refused. */
    boolean showsRefusedFile() {
        return meters.get("gateway.users.file.refused").gauge().value() == 1;
    }

    /** As much as makes a change take effect. */
    void pollTwice() {
        directory.poll();
        directory.poll();
    }
}
