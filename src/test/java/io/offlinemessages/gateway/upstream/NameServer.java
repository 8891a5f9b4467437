package io.offlinemessages.gateway.upstream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A name server on loopback that gives one answer to every question, but for the names that have one of their own (RFC 1035). */
public final class NameServer implements AutoCloseable {

    private static final int HEADER = 12;
    private static final int RESPONSE = 0x8180;
    private static final int ADDRESS = 1;
    private static final int ALIAS = 5;

    private final DatagramSocket socket;
    private final List<String> questions = new CopyOnWriteArrayList<>();
    private final Map<String, Answer> own = new ConcurrentHashMap<>();
    private volatile Answer answer;
    private volatile int seconds;
    private volatile int lastNumber = 1;

    /** What it says. */
    public enum Answer {
        LOOPBACK,
        /** That the name is another one for {@code alias.test}, for one second, which has an address on loopback. */
        LOOPBACK_BY_ALIAS,
        SERVER_FAILURE,
        NO_SUCH_NAME,
        NO_ADDRESS,
        NOTHING
    }

    public NameServer(Answer answer) {
        this.answer = answer;
        try {
            socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var thread = new Thread(this::serve, "names");
        thread.setDaemon(true);
        thread.start();
    }

    /** Says that from now on. */
    public void say(Answer next) {
        answer = next;
    }

    /** Says that of this name. */
    void say(String name, Answer next) {
        own.put(name, next);
    }

    /** Allows its addresses for so long, which end in this number. */
    void allow(int lifetime, int number) {
        seconds = lifetime;
        lastNumber = number;
    }

    /** The names that were asked for, in that order, each once for a row of questions. */
    List<String> questions() {
        return List.copyOf(questions);
    }

    /** How it is asked. */
    public DnsServerAddressStreamProvider asked() {
        return new SingletonDnsServerAddressStreamProvider(
                new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort()));
    }

    private void serve() {
        var packet = new DatagramPacket(new byte[512], 512);
        while (!socket.isClosed()) {
            try {
                packet.setLength(512);
                socket.receive(packet);
                String name = name(packet);
                if (questions.isEmpty() || !questions.get(questions.size() - 1).equals(name)) {
                    questions.add(name);
                }
                Answer its = own.getOrDefault(name, answer);
                if (its != Answer.NOTHING) {
                    write(packet, its);
                    socket.send(packet);
                }
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static String name(DatagramPacket packet) {
        var name = new StringBuilder();
        byte[] data = packet.getData();
        for (int at = HEADER; data[at] != 0; at += data[at] + 1) {
            name.append(name.isEmpty() ? "" : ".").append(new String(data, at + 1, data[at], US_ASCII));
        }
        return name.toString();
    }

    /** Turns a question into its answer: the question alone, and an address where one was asked for. */
    private void write(DatagramPacket packet, Answer its) {
        var message = ByteBuffer.wrap(packet.getData());
        int end = HEADER;
        while (message.get(end) != 0) {
            end += message.get(end) + 1;
        }
        boolean aliased = its == Answer.LOOPBACK_BY_ALIAS;
        boolean known = (aliased || its == Answer.LOOPBACK) && message.getShort(end + 1) == ADDRESS;
        int code = switch (its) {
            case SERVER_FAILURE -> 2;
            case NO_SUCH_NAME -> 3;
            default -> 0;
        };
        message.putShort(2, (short) (RESPONSE | code))
                .putShort(6, (short) (known ? aliased ? 2 : 1 : 0))
                .putInt(8, 0);
        message.position(end + 5);
        if (known) {
            int name = HEADER;
            if (aliased) {
                byte[] alias = "\5alias\4test\0".getBytes(US_ASCII);
                record(message, name, ALIAS, 1).putShort((short) alias.length);
                name = message.position();
                message.put(alias);
            }
            record(message, name, ADDRESS, seconds).putShort((short) 4).put(new byte[] {127, 0, 0, (byte) lastNumber});
        }
        packet.setLength(message.position());
    }

    /** A record of class IN about the name that stands there. */
    private static ByteBuffer record(ByteBuffer message, int name, int type, int lifetime) {
        return message.putShort((short) (0xC000 | name))
                .putShort((short) type)
                .putShort((short) 1)
                .putInt(lifetime);
    }

    @Override
    public void close() {
        socket.close();
    }
}
