package io.offlinemessages.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import reactor.netty.http.client.HttpClient;
import reactor.netty.tcp.SslProvider;

class UpstreamTlsTest {

    @Test
    void tls_is_set_up_before_the_first_call_to_an_https_upstream_and_only_there() {
        HttpClient plain = HttpClient.create();

        assertThat(UpstreamClient.secured(plain, true).configuration().isSecure())
                .isTrue();
        assertThat(UpstreamClient.secured(plain, false)).isSameAs(plain);
    }

    @Test
    void an_operators_own_tls_configuration_stays_where_there_is_tls() {
        HttpClient own = HttpClient.create().secure(SslProvider.defaultClientProvider());

        assertThat(UpstreamClient.secured(own, true)).isSameAs(own);
        assertThat(UpstreamClient.secured(own, false).configuration().isSecure())
                .isFalse();
    }
}
