package io.offlinemessages.gateway.faults;

import static io.offlinemessages.gateway.faults.Happening.NO_ANSWER_IN_TIME;
import static io.offlinemessages.gateway.faults.Happening.NO_USABLE_ANSWER;

import io.offlinemessages.gateway.upstream.NameServer;
import io.offlinemessages.gateway.upstream.Origin;
import java.io.IOException;
import java.util.List;

/** Something wrong on the way to the upstream, before any request. */
interface Outage {

    void befall(Way way) throws IOException;

    static List<Fault<Outage>> all() {
        return List.of(
                outage("no such name", NO_USABLE_ANSWER, way -> way.name(NameServer.Answer.NO_SUCH_NAME)),
                outage("name server failure", NO_USABLE_ANSWER, way -> way.name(NameServer.Answer.SERVER_FAILURE)),
                outage("silent name server", NO_ANSWER_IN_TIME, way -> way.name(NameServer.Answer.NOTHING)),
                outage("connection refused", NO_USABLE_ANSWER, Way::refuse),
                outage("connection not accepted, backlog full", NO_ANSWER_IN_TIME, Way::fill),
                outage("reset at accept", NO_USABLE_ANSWER, way -> way.listen(Origin.Connection::reset)),
                outage("closed at accept", NO_USABLE_ANSWER, way -> way.listen(Origin.Connection::close)),
                outage("silent at accept", NO_ANSWER_IN_TIME, way -> way.listen(Origin.Connection::awaitHangUp)),
                outage(
                        "TLS: plain HTTP",
                        NO_USABLE_ANSWER,
                        way -> way.listen(connection -> connection.write("HTTP/1.1 400 Leaked\r\n\r\n"))),
                outage("TLS: expired certificate", NO_USABLE_ANSWER, way -> way.show(Certificates.Subject.EXPIRED)),
                outage(
                        "TLS: certificate of another host",
                        NO_USABLE_ANSWER,
                        way -> way.show(Certificates.Subject.OTHER_HOST)),
                outage(
                        "TLS: certificate of an unknown issuer",
                        NO_USABLE_ANSWER,
                        way -> way.show(Certificates.Subject.OTHER_ISSUER)));
    }

    private static Fault<Outage> outage(String name, Happening happening, Outage outage) {
        return Fault.of(name, happening, outage).calls(0);
    }
}
