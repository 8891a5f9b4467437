package io.offlinemessages.gateway.faults;

import java.util.List;
import java.util.stream.Stream;

/** All that can be wrong with the answer to a request. */
final class RequestFaults {

    private RequestFaults() {}

    static List<Fault<Asked.Script>> all() {
        return Stream.of(
                        StatusFaults.all(),
                        InterruptionFaults.all(),
                        FramingFaults.all(),
                        ContentFaults.all(),
                        FieldFaults.all())
                .flatMap(List::stream)
                .toList();
    }
}
