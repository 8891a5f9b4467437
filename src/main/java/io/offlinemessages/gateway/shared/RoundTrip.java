package io.offlinemessages.gateway.shared;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import reactor.core.publisher.Mono;

/** A sealed text that is stored for a moment and read again, for a check of the configuration. */
record RoundTrip(Link link, KeyNames names, Seal seal) {

    private static final byte[] TEXT = "What is sealed opens again.".getBytes(UTF_8);
    private static final byte[] NO_TIMES = new byte[0];

    /** Whether what comes back opens, and is what was sealed. */
    Mono<Boolean> run(SharedTime time) {
        return Mono.defer(() -> {
            String key = names.only("check");
            Call call = Call.of(Script.CHECK, names, key).with(seal.seal(Kind.CHECK, key, NO_TIMES, TEXT));
            return link.run(call, time)
                    .map(reply -> reply instanceof Reply.Of told
                            && seal.open(Kind.CHECK, key, NO_TIMES, told.bytes(2))
                                    .filter(opened -> Arrays.equals(opened, TEXT))
                                    .isPresent());
        });
    }
}
