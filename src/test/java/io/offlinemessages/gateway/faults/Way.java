package io.offlinemessages.gateway.faults;

import io.offlinemessages.gateway.upstream.FullBacklog;
import io.offlinemessages.gateway.upstream.NameServer;
import io.offlinemessages.gateway.upstream.Origin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** The way to an upstream that speaks TLS: its name, its port and its certificate, each of which may fail. */
final class Way implements AutoCloseable {

    private static final int BACKLOG = 1_000;

    private final Certificates certificates;
    private final Origin.Script answers;
    private final NameServer names = new NameServer(NameServer.Answer.LOOPBACK);
    /** Bound, and never listening: the port stays ours while nobody listens on it. */
    private final Socket reservation = new Socket();

    private @Nullable Origin origin;
    private @Nullable FullBacklog backlog;

    Way(Certificates certificates, Origin.Script answers) throws IOException {
        this.certificates = certificates;
        this.answers = answers;
        reservation.setReuseAddress(true);
        reservation.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        heal();
    }

    String url() {
        return "https://" + Certificates.HOST + ":" + reservation.getLocalPort();
    }

    NameServer names() {
        return names;
    }

    /** Ends what was wrong, and all connections. */
    void heal() throws IOException {
        name(NameServer.Answer.LOOPBACK);
    }

    /** Has that said about its name, and ends all connections, so that it is asked for. */
    void name(NameServer.Answer answer) throws IOException {
        names.say(answer);
        show(Certificates.Subject.HOST);
    }

    /** Listens no more. */
    void refuse() throws IOException {
        if (origin != null) {
            origin.close();
            origin = null;
        }
        if (backlog != null) {
            backlog.close();
            backlog = null;
        }
    }

    /** Accepts no more. */
    void fill() throws IOException {
        refuse();
        backlog = new FullBacklog(reservation.getLocalSocketAddress());
    }

    /** Answers behind another certificate. */
    void show(Certificates.Subject subject) throws IOException {
        listen(connection -> answers.serve(connection.secured(certificates.context(subject))));
    }

    /** Does that with each new connection. */
    void listen(Origin.Script script) throws IOException {
        refuse();
        var listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(reservation.getLocalSocketAddress(), BACKLOG);
        origin = new Origin(listener, script);
    }

    @Override
    public void close() throws IOException {
        refuse();
        names.close();
        reservation.close();
    }
}
