package io.offlinemessages.gateway.shared;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.offlinemessages.gateway.contract.Account;
import io.offlinemessages.gateway.contract.CredentialMode;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A page that the upstream has just sent, in the form in which a replica tells it to all others.
 *
 * @param account the account that the page was loaded for
 * @param took the longest time that its load may have taken; told as whole milliseconds, rounded up
 * @param age the {@code Age} of the response
 * @param rows its rows, in the cache's own form
 */
public record ShownPage(Account account, Duration took, Duration age, byte[] rows) {

    /** The bytes to be sealed: two times in milliseconds, the account's mode and name with their length in front, and the rows. */
    byte[] write() {
        byte[] name = (account.mode().name() + '\n' + account.name()).getBytes(UTF_8);
        return ByteBuffer.allocate(2 * Long.BYTES + Integer.BYTES + name.length + rows.length)
                .putLong(upToMillis(took.toNanos()))
                .putLong(age.toMillis())
                .putInt(name.length)
                .put(name)
                .put(rows)
                .array();
    }

    /** The duration in milliseconds, rounded up: a page's load must not seem to have ended early. */
    public static long upToMillis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos + TimeUnit.MILLISECONDS.toNanos(1) - 1);
    }

    /** Reads opened bytes; empty for a form that this version does not know. */
    static Optional<ShownPage> read(byte[] opened) {
        try {
            ByteBuffer text = ByteBuffer.wrap(opened);
            Duration took = Duration.ofMillis(text.getLong());
            Duration age = Duration.ofMillis(text.getLong());
            String[] account = new String(bytes(text, text.getInt()), UTF_8).split("\n", 2);
            return Optional.of(new ShownPage(
                    new Account(CredentialMode.valueOf(account[0]), account[1]),
                    took,
                    age,
                    bytes(text, text.remaining())));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException | BufferUnderflowException e) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(ByteBuffer text, int length) {
        if (length < 0 || length > text.remaining()) {
            throw new IllegalArgumentException("no length: " + length);
        }
        byte[] bytes = new byte[length];
        text.get(bytes);
        return bytes;
    }
}
