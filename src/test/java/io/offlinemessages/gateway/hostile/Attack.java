package io.offlinemessages.gateway.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.offlinemessages.gateway.e2e.RawConnection;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** What a crowd of connections does to take the gateway's memory. The ids are those of {@link AttackedUpstream}. */
enum Attack {
    LONG_HITS(80, 1_000, Manner.READS_NOTHING, 60, Says.hits(AttackedUpstream.LONG, 60), 1),
    FEW_LONG_HITS_ON_MANY(2_000, 1_000, Manner.READS_NOTHING, 4, Says.hits(AttackedUpstream.LONG, 4), 1),
    SHORT_HITS_ON_MANY(500, 500, Manner.READS_NOTHING, 128, Says.hits(AttackedUpstream.SHORT, 128), 1),
    SIPPED_HITS(80, 1_000, Manner.SIPS, 60, Says.hits(AttackedUpstream.LONG, 60), 1),
    /** On loopback the first answer of each connection, and more, waits in the kernel. */
    LONGEST_MISSES(240, 40, Manner.READS_NOTHING, 3, Says.misses(AttackedUpstream.LONGEST, 3), 1),
    LONGEST_LISTS(240, 40, Manner.READS_NOTHING, 3, Says.lists(AttackedUpstream.LONGEST, 3), 1),
    UNFINISHED_HEADS(9_000, 1_000, Manner.READS_NOTHING, 1, Says.bytes(Says.unfinishedHead()), 3),
    UNFINISHED_REQUEST_LINES(9_000, 1_000, Manner.READS_NOTHING, 1, Says.bytes("GET /" + "x".repeat(7_000)), 3),
    DRIPPED_HEADS(9_000, 1_000, Manner.DRIPS, 1, Says.bytes(Says.drippedHead()), 3),
    UNFINISHED_HEADS_OF_MANY_FIELDS(2_000, 500, Manner.READS_NOTHING, 1, Says.bytes(Says.manyFields()), 1),
    /** All behind one miss that waits. */
    PIPELINED_HEADS_OF_MANY_FIELDS(100, 100, Manner.READS_NOTHING, 17, Says.pipelinedFields(), 1),
    CONTENT_OF_WAITING_MISSES(
            1_000, 500, Manner.READS_NOTHING, 1, Says.content("Content-Length: 65536", "x".repeat(60_000)), 1),
    CHUNKS_OF_WAITING_MISSES(
            1_000,
            500,
            Manner.READS_NOTHING,
            1,
            Says.content("Transfer-Encoding: chunked", "493e0\r\n" + "x".repeat(300_000)),
            1),
    CONTENT_THAT_IS_TOO_LARGE(
            1_000, 500, Manner.READS_NOTHING, 1, Says.content("Content-Length: 100000000", "x".repeat(60_000)), 1),
    UPSTREAM_BODIES(64, 200, Manner.READS_NOTHING, 1, Says.misses(AttackedUpstream.HALF, 1), 1),
    /** Many more than one address may have, where the gateway is so configured. */
    CONNECTIONS_OF_ONE_ADDRESS(400, 1_000, Manner.READS_NOTHING, 1, Says.hits(AttackedUpstream.SHORT, 1), 1),
    /** More than there may be, from as many addresses as that takes. */
    ALL_CONNECTIONS(600, 1_000, Manner.READS_NOTHING, 60, Says.hits(AttackedUpstream.LONG, 60), 6);

    private final int connections;
    private final int perSecond;
    private final Manner manner;
    private final int requests;

    @SuppressWarnings("ImmutableEnumChecker") // the functions have no state
    private final IntFunction<byte[]> says;

    private final int addresses;

    /** How a connection goes on when it has said what it has to say. */
    enum Manner {
        READS_NOTHING,
        /** Reads a few bytes each second. */
        SIPS,
        /** Sends a byte each second. */
        DRIPS
    }

    Attack(int connections, int perSecond, Manner manner, int requests, IntFunction<byte[]> says, int addresses) {
        this.connections = connections;
        this.perSecond = perSecond;
        this.manner = manner;
        this.requests = requests;
        this.says = says;
        this.addresses = addresses;
    }

    int connections() {
        return connections;
    }

    /** How many connections are opened in a second. */
    int perSecond() {
        return perSecond;
    }

    Manner manner() {
        return manner;
    }

    /** How many answers are due on each connection. */
    int requests() {
        return requests;
    }

    /** What the n-th connection sends. */
    byte[] says(int n) {
        return says.apply(n);
    }

    /** The address that the n-th connection comes from. */
    String source(int n) {
        return "127.0.1." + (1 + n % addresses);
    }

    /** What connections send, by their number. */
    private static final class Says {

        private static final String DETAILS = "/api/offlinemessages/";

        static IntFunction<byte[]> bytes(String text) {
            byte[] bytes = text.getBytes(ISO_8859_1);
            return n -> bytes;
        }

        static IntFunction<byte[]> hits(long id, int times) {
            return bytes(get(DETAILS + id).repeat(times));
        }

        /** Each another one from this id on. */
        static IntFunction<byte[]> misses(long first, int times) {
            return each(DETAILS, first, times);
        }

        /** Each another page from this one on. */
        static IntFunction<byte[]> lists(long first, int times) {
            return each(DETAILS + "?page_no=", first, times);
        }

        private static IntFunction<byte[]> each(String target, long first, int times) {
            return n -> LongStream.range(first + (long) n * times, first + (n + 1L) * times)
                    .mapToObj(number -> get(target + number))
                    .collect(Collectors.joining())
                    .getBytes(ISO_8859_1);
        }

        /** A request that the upstream does not answer yet, and what comes of its content. */
        static IntFunction<byte[]> content(String length, String begun) {
            return bytes(get(DETAILS + AttackedUpstream.WAITING, length) + begun);
        }

        static String unfinishedHead() {
            return "GET " + DETAILS + " HTTP/1.1\r\nHost: gateway\r\nX-Field: " + "x".repeat(8_000);
        }

        /** Short enough to grow for a while. */
        static String drippedHead() {
            String whole = unfinishedHead();
            return whole.substring(0, whole.length() - 100);
        }

        /** Each is four octets here, and an object or more there. */
        static String manyFields() {
            return "GET " + DETAILS + " HTTP/1.1\r\nHost: gateway\r\n" + "a:\r\n".repeat(1_900);
        }

        static IntFunction<byte[]> pipelinedFields() {
            return bytes(get(DETAILS + AttackedUpstream.WAITING) + (manyFields() + "\r\n").repeat(16));
        }

        private static String get(String target, String... fields) {
            return RawConnection.head("GET", target, "john", fields);
        }
    }
}
