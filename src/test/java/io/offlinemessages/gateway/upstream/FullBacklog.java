package io.offlinemessages.gateway.upstream;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** A socket that listens but accepts nothing, and whose queue of connections that wait for that is full. */
public final class FullBacklog implements AutoCloseable {

    private static final int ENOUGH = 8;

    private final ServerSocket server = new ServerSocket();
    private final List<SocketChannel> waiting = new ArrayList<>();

    public FullBacklog(SocketAddress address) throws IOException {
        server.bind(address, 1);
        for (int i = 0; i < ENOUGH; i++) {
            var channel = SocketChannel.open();
            channel.configureBlocking(false);
            var unused = channel.connect(server.getLocalSocketAddress());
            waiting.add(channel);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (SocketChannel channel : waiting) {
            channel.close();
        }
    }
}
