package io.offlinemessages.gateway.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** One who calls in bad faith, or badly: odd framing, heads that never end, hang-ups at any time, answers that are read slowly. */
final class SoakNuisance {

    private static final int SECOND = 1_000;
    private static final String LONG_MESSAGE = RawConnection.head("GET", "/api/offlinemessages/50", "john");

    private final int port;
    private final Random random;
    private final SoakTally tally;
    private final List<String> conversations;

    SoakNuisance(int port, long seed, SoakTally tally) {
        this.port = port;
        this.random = new Random(seed);
        this.tally = tally;
        this.conversations = new OddRequests(seed, "\"none\"").conversations(500);
    }

    /** Does one thing. The gateway may close whenever it likes, but what it answers is an answer. */
    void act() {
        switch (random.nextInt(6)) {
            case 0, 1 -> converse("odd framing", conversations.get(random.nextInt(conversations.size())));
            case 2 -> leave("half a head", LONG_MESSAGE.substring(0, 10 + random.nextInt(60)));
            case 3 -> leave("left before the answer", LONG_MESSAGE);
            case 4 -> leave("left before many answers", LONG_MESSAGE.repeat(30));
            default -> readSlowly();
        }
    }

    private void converse(String what, String conversation) {
        try (var socket = connect()) {
            socket.getOutputStream().write(conversation.getBytes(StandardCharsets.ISO_8859_1));
            String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            if (!answers.startsWith("HTTP/1.")) {
                tally.fail(what + ": \"" + answers + "\" to\n" + conversation);
            }
            if (answers.contains("HTTP/1.1 500")) {
                tally.fail(what + ": a 500 to\n" + conversation);
            }
            tally.count(what, "answered");
        } catch (IOException closed) {
            tally.count(what, "closed");
        }
    }

    private void leave(String what, String text) {
        try (var socket = connect()) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            if (random.nextBoolean()) {
                Thread.sleep(random.nextInt(SECOND));
            }
            if (random.nextBoolean()) {
                // With a reset.
                socket.setSoLinger(true, 0);
            }
            tally.count(what, "left");
        } catch (IOException closed) {
            tally.count(what, "closed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readSlowly() {
        try (var socket = new Socket()) {
            socket.setReceiveBufferSize(4_096);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setSoTimeout(20 * SECOND);
            socket.getOutputStream().write(LONG_MESSAGE.repeat(20).getBytes(StandardCharsets.ISO_8859_1));
            byte[] some = new byte[4_096];
            for (int i = 0; i < 60 && socket.getInputStream().read(some) >= 0; i++) {
                Thread.sleep(50);
            }
            tally.count("slow reader", "left");
        } catch (IOException closed) {
            tally.count("slow reader", "closed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20 * SECOND);
        return socket;
    }
}
