package io.offlinemessages.gateway.shared;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import reactor.core.publisher.Mono;

/**
 * A check of the server: it stores a sealed text, reads it back and opens it. It leaves nothing on the server, and does not make this
 * replica a member.
 */
final class RoundTrip {

    private static final byte[] TEXT = "What is sealed opens again.".getBytes(UTF_8);

    private final KeyNames names;
    private final Seal seal;
    private volatile int members;

    RoundTrip(KeyNames names, Seal seal) {
        this.names = names;
        this.seal = seal;
    }

    /** The number of replicas at the last check. */
    int members() {
        return members;
    }

    /** Whether the text comes back, opens, and is unchanged. */
    Mono<Boolean> run(Link link, SharedTime time) {
        return Mono.defer(() -> link.run(call(), time).map(this::opens));
    }

    /** The only step of a rehearsal's rounds, in place of reports, evictions and beat. */
    Mono<Boolean> round(Line line) {
        return line.run(call(), new SharedTime(line.timeout())).map(reply -> {
            if (!(reply instanceof Reply.Of told)) {
                return false;
            }
            members = (int) told.number(4);
            String theirs = told.text(3);
            if (!theirs.isEmpty() && !theirs.equals(names.fingerprint())) {
                line.lose(names.foreign(theirs));
                return false;
            }
            return true;
        });
    }

    private boolean opens(Reply reply) {
        return reply instanceof Reply.Of told
                && seal.open(Kind.CHECK, names.only("check"), Seal.NO_TIMES, told.bytes(2))
                        .filter(opened -> Arrays.equals(opened, TEXT))
                        .isPresent();
    }

    private Call call() {
        String key = names.only("check");
        return Call.of(Script.CHECK, names, key, names.only("fingerprint"), names.only("members"))
                .with(seal.seal(Kind.CHECK, key, Seal.NO_TIMES, TEXT))
                .with(Beat.MEMBER.toMillis());
    }
}
