package io.offlinemessages.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.NetUtil;
import io.offlinemessages.gateway.contract.InvalidProperty;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {

    private final TrustedProxies proxies = new TrustedProxies(List.of("10.0.0.0/8", "192.0.2.7", "fd00::/8"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Every other peer is ignored.
                "203.0.113.1 | 198.51.100.1                       | 203.0.113.1",
                "192.0.2.8   | 198.51.100.1                       | 192.0.2.8",
                "2001:db8::1 | 198.51.100.1                       | 2001:db8::1",
                // One proxy.
                "10.1.2.3    | 198.51.100.1                       | 198.51.100.1",
                "192.0.2.7   | 198.51.100.1                       | 198.51.100.1",
                "fd12::1     | 2001:db8::5                        | 2001:db8::5",
                "10.1.2.3    | ''                                 | 10.1.2.3",
                // The first untrusted address may have invented all entries before its own.
                "10.1.2.3    | 1.1.1.1, 198.51.100.1              | 198.51.100.1",
                "10.1.2.3    | 10.9.9.9, 198.51.100.1             | 198.51.100.1",
                // Several proxies in a row, up to the end of the chain.
                "10.1.2.3    | 198.51.100.1, 10.4.4.4 ,fd00::3    | 198.51.100.1",
                "10.1.2.3    | 10.4.4.4, 10.5.5.5                 | 10.4.4.4",
                // Ports and brackets.
                "10.1.2.3    | 198.51.100.1:4711                  | 198.51.100.1",
                "10.1.2.3    | [2001:db8::5]:4711                 | 2001:db8::5",
                "10.1.2.3    | [2001:db8::5]                      | 2001:db8::5",
                // An entry that is no address ends the chain.
                "10.1.2.3    | unknown                            | 10.1.2.3",
                "10.1.2.3    | 198.51.100.1, localhost, 10.4.4.4  | 10.4.4.4",
                "10.1.2.3    | 198.51.100.1,                      | 10.1.2.3",
                "10.1.2.3    | 198.51.100.999                     | 10.1.2.3",
                "10.1.2.3    | [2001:db8::5                       | 10.1.2.3"
            })
    void the_client_is_the_address_that_the_nearest_trusted_proxies_report(
            String peer, String forwardedFor, String client) {
        assertThat(proxies.client(address(peer), List.of(forwardedFor))).isEqualTo(address(client));
    }

    @Test
    void several_fields_are_one_chain_and_without_a_field_the_peer_is_the_client() {
        assertThat(proxies.client(address("10.1.2.3"), List.of("198.51.100.1", "10.4.4.4")))
                .isEqualTo(address("198.51.100.1"));
        assertThat(proxies.client(address("10.1.2.3"), List.of())).isEqualTo(address("10.1.2.3"));
    }

    @Test
    void without_configuration_no_peer_is_trusted() {
        assertThat(new TrustedProxies(List.of()).include(address("127.0.0.1"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "10.0.0.0/8/8",
                "fd00::/129",
                "10.0.0/8",
                "*"
            })
    void an_entry_that_is_no_network_is_refused_in_one_sentence(String network) {
        assertThatThrownBy(() -> new TrustedProxies(List.of(network)))
                .isInstanceOf(InvalidProperty.class)
                .hasMessage("gateway.trusted-proxies is \"" + network
                        + "\"; it must be IP addresses and networks in CIDR notation,"
                        + " such as 10.0.0.0/8, 192.0.2.7 or fd00::/8.");
    }

    private static InetAddress address(String literal) {
        return Objects.requireNonNull(NetUtil.createInetAddressFromIpAddressString(literal), literal);
    }
}
