package io.offlinemessages.gateway.access;

import io.micrometer.core.instrument.MeterRegistry;
import io.offlinemessages.gateway.contract.GatewayMeter;
import io.offlinemessages.gateway.watch.Reload;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The current users: the last valid version of the users file. */
public final class UserDirectory {

    private final Path file;
    private final Reload<ByteBuffer> reload;
    private volatile Users current;

    /**
     * Loads the file.
     *
     * @throws UsersFileException if it is invalid
     */
    UserDirectory(Path file, MeterRegistry meters) throws UsersFileException {
        this.file = file;
        ByteBuffer content = read();
        this.current = parse(content, null);
        this.reload = new Reload<>(
                content,
                this::read,
                this::load,
                () -> "the " + size() + " users",
                result -> GatewayMeter.USERS_RELOAD.counter(meters, result));
        GatewayMeter.USERS_FILE_REFUSED.flag(meters, reload::isRefused);
    }

    /**
     * Checks a file as a start does, and returns the number of its users.
     *
     * @throws UsersFileException for the first refusal; further ones are suppressed in it
     */
    public static int check(Path file) throws UsersFileException {
        return UsersFile.parse(file, UsersFile.read(file)).size();
    }

    Users current() {
        return current;
    }

    /** The number of users; at least 1. */
    public int size() {
        return current.size();
    }

    /** Polls the file. Once it has changed and is stable, a valid version replaces the users; an invalid one changes nothing. */
    void poll() {
        reload.poll();
    }

    private ByteBuffer read() throws UsersFileException {
        return ByteBuffer.wrap(UsersFile.read(file));
    }

    private String load(ByteBuffer content) throws UsersFileException {
        current = parse(content, current);
        return size() + " users from " + file;
    }

    @SuppressWarnings("ByteBufferBackingArray") // made by wrap
    private Users parse(ByteBuffer content, @Nullable Users before) throws UsersFileException {
        return new Users(UsersFile.parse(file, content.array()), before);
    }
}
