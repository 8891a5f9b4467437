package io.offlinemessages.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.offlinemessages.gateway.faults.Link;
import io.offlinemessages.gateway.shared.RedisProcess;
import io.offlinemessages.gateway.tools.NeedsTools;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Through Redis, which is at the far end of a cable where there may be one: that takes root, for a network namespace. */
@NeedsTools("redis-server")
class ActAsOneIT extends ActAsOne {

    private @Nullable Link cable;

    @Override
    RedisProcess server() {
        try {
            cable = new Link();
        } catch (IOException notRoot) {
            return new RedisProcess();
        }
        List<String> program = new ArrayList<>(cable.inside());
        program.add("redis-server");
        return new RedisProcess(program, Link.THERE);
    }

    @AfterAll
    void remove() throws IOException {
        if (cable != null) {
            cable.close();
        }
    }

    @Test
    void nothing_fails_while_all_packets_to_the_server_are_lost() throws IOException {
        assumeTrue(cable != null, "needs root and network namespaces");
        Link cut = Objects.requireNonNull(cable);
        assertThat(WithoutRedis.nothingFails(pods(), cut::cut, cut::mend)).isEqualTo("here only");
    }
}
