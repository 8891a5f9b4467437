package io.offlinemessages.gateway.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one attack to a port of loopback, all in one thread. They say what the attack has them say, go on in its manner,
 * and once they relent they read all that comes.
 */
final class Crowd implements AutoCloseable {

    private static final long TICK_MILLIS = 50;
    private static final long TICKS_A_SECOND = 1_000 / TICK_MILLIS;
    private static final int READ_AND_WRITE = SelectionKey.OP_READ | SelectionKey.OP_WRITE;

    private final Attack attack;
    private final InetSocketAddress target;
    private final Selector selector;
    private final Thread thread;
    private final List<Member> members = new ArrayList<>();
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(64 * 1024);
    private volatile Tally tally = new Tally(0, 0, 0, 0);
    private volatile @Nullable Throwable failure;
    private volatile boolean relenting;
    private volatile boolean leaving;

    /**
     * What has become of the connections.
     *
     * @param opened how many there have been
     * @param answers how many whole answers they have read
     * @param cut how many have ended before all their answers came, as far as they have looked
     * @param waiting how many are open and have answers to come
     */
    record Tally(int opened, long answers, long cut, long waiting) {}

    Crowd(Attack attack, int port) throws IOException {
        this.attack = attack;
        this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.selector = Selector.open();
        this.thread = new Thread(this::run, "crowd");
        thread.setDaemon(true);
        thread.start();
    }

    /** What has become of them, as of less than a tick ago. */
    Tally tally() {
        if (failure != null) {
            throw new AssertionError("the attack failed", failure);
        }
        return tally;
    }

    /** Has them read all that comes from now on. */
    void relent() {
        relenting = true;
    }

    /** Closes all connections. */
    @Override
    public void close() {
        leaving = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void run() {
        try (selector) {
            long next = System.nanoTime();
            for (long tick = 0; !leaving; tick++) {
                next += TICK_MILLIS * 1_000_000;
                tick(tick);
                for (long left = next - System.nanoTime(); left > 0 && !leaving; left = next - System.nanoTime()) {
                    selector.select(this::ready, Math.max(1, left / 1_000_000));
                }
            }
        } catch (IOException | RuntimeException | AssertionError e) {
            failure = e;
        } finally {
            members.forEach(Member::end);
        }
    }

    private void tick(long tick) throws IOException {
        for (int i = 0; i < attack.perSecond() / TICKS_A_SECOND && members.size() < attack.connections(); i++) {
            members.add(new Member(members.size()));
        }
        for (Member member : members) {
            // Not all in one go.
            if (relenting || (member.number + tick) % TICKS_A_SECOND == 0) {
                member.goOn();
            }
        }
        tally = new Tally(
                members.size(),
                members.stream().mapToLong(member -> member.answers.whole()).sum(),
                count(member -> member.ended && member.isOwed()),
                count(member -> !member.ended && member.isOwed()));
    }

    private long count(Predicate<Member> which) {
        return members.stream().filter(which).count();
    }

    private void ready(SelectionKey key) {
        ((Member) key.attachment()).ready();
    }

    /** One connection. */
    private final class Member {

        private final int number;
        private final SocketChannel channel = SocketChannel.open();
        private final ByteBuffer outgoing;
        private final AnswersRead answers = new AnswersRead();
        private final SelectionKey key;
        private boolean ended;

        Member(int number) throws IOException {
            this.number = number;
            this.outgoing = ByteBuffer.wrap(attack.says(number));
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 4_096);
            channel.bind(new InetSocketAddress(attack.source(number), 0));
            channel.configureBlocking(false);
            boolean isThere = channel.connect(target);
            key = channel.register(selector, isThere ? SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT, this);
        }

        private boolean isOwed() {
            return answers.whole() < attack.requests();
        }

        private void ready() {
            try {
                if (key.isConnectable() && channel.finishConnect()) {
                    key.interestOps(SelectionKey.OP_WRITE);
                } else if (key.isWritable()) {
                    channel.write(outgoing);
                    key.interestOpsAnd(outgoing.hasRemaining() ? READ_AND_WRITE : SelectionKey.OP_READ);
                } else if (key.isReadable()) {
                    read(incoming.capacity());
                }
            } catch (IOException ended) {
                end();
            }
        }

        /** Once a second, or at each tick while relenting. */
        private void goOn() {
            if (ended || !channel.isConnected()) {
                return;
            }
            try {
                if (relenting) {
                    channel.setOption(StandardSocketOptions.SO_RCVBUF, incoming.capacity());
                    key.interestOps(outgoing.hasRemaining() ? READ_AND_WRITE : SelectionKey.OP_READ);
                } else if (attack.manner() == Attack.Manner.SIPS) {
                    read(256);
                } else if (attack.manner() == Attack.Manner.DRIPS && !outgoing.hasRemaining()) {
                    channel.write(ByteBuffer.wrap(new byte[] {'x'}));
                }
            } catch (IOException ended) {
                end();
            }
        }

        private void read(int most) throws IOException {
            incoming.clear().limit(most);
            int length = channel.read(incoming);
            answers.read(incoming.flip());
            if (length < 0) {
                end();
            }
        }

        private void end() {
            ended = true;
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
