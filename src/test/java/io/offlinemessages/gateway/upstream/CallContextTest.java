package io.offlinemessages.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.contract.Authorization;
import org.junit.jupiter.api.Test;

class CallContextTest {

    @Test
    void it_prints_its_ids_but_not_the_forwarded_credential() {
        var authorization = Authorization.basic("alice", "correct horse");
        var context = new CallContext("request-1", Samples.CONTEXT.span(), authorization);

        assertThat(context.toString())
                .contains("request-1", "4bf92f3577b34da6a3ce929d0e0e4736")
                .doesNotContain(
                        "correct horse",
                        authorization.value(),
                        authorization.value().substring(6));
    }
}
