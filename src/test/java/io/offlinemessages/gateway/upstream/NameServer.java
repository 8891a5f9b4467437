package io.offlinemessages.gateway.upstream;

import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import reactor.netty.http.client.HttpClient;

/** A name server on loopback that gives one answer to every question (RFC 1035). */
public final class NameServer implements AutoCloseable {

    private static final int HEADER = 12;
    private static final int RESPONSE = 0x8180;
    private static final int ADDRESS = 1;

    private final DatagramSocket socket;
    private volatile Answer answer;

    /** What it says. */
    public enum Answer {
        LOOPBACK,
        SERVER_FAILURE,
        NO_SUCH_NAME,
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

    /** The client, asking this server for names. */
    public HttpClient asked(HttpClient client) {
        var server = new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
        return client.resolver(spec -> spec.dnsAddressResolverGroupProvider(builder -> new DnsAddressResolverGroup(
                builder.nameServerProvider(new SingletonDnsServerAddressStreamProvider(server)))));
    }

    private void serve() {
        var packet = new DatagramPacket(new byte[512], 512);
        while (!socket.isClosed()) {
            try {
                packet.setLength(512);
                socket.receive(packet);
                if (answer != Answer.NOTHING) {
                    write(packet);
                    socket.send(packet);
                }
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    /** Turns a question into its answer: the question alone, and an address where one was asked for. */
    private void write(DatagramPacket packet) {
        var message = ByteBuffer.wrap(packet.getData());
        int end = HEADER;
        while (message.get(end) != 0) {
            end += message.get(end) + 1;
        }
        boolean known = answer == Answer.LOOPBACK && message.getShort(end + 1) == ADDRESS;
        int code = switch (answer) {
            case SERVER_FAILURE -> 2;
            case NO_SUCH_NAME -> 3;
            case LOOPBACK, NOTHING -> 0;
        };
        message.putShort(2, (short) (RESPONSE | code))
                .putShort(6, (short) (known ? 1 : 0))
                .putInt(8, 0);
        message.position(end + 5);
        if (known) {
            // The name of the question, type A, class IN, not to be kept, 4 bytes.
            message.putShort((short) (0xC000 | HEADER))
                    .putShort((short) ADDRESS)
                    .putShort((short) 1);
            message.putInt(0).putShort((short) 4).put(new byte[] {127, 0, 0, 1});
        }
        packet.setLength(message.position());
    }

    @Override
    public void close() {
        socket.close();
    }
}
