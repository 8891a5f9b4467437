package io.offlinemessages.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1, true, true",
        "192.0.2.1, 192.0.2.2, true, false",
        "192.0.2.1, 192.0.3.1, false, true",
        "192.0.2.128, 192.0.2.255, true, false",
        "255.255.255.1, 0.0.0.1, false, true",
        "192.0.2.1, ::ffff:192.0.2.1, true, true",
        "2001:db8:1::1, 2001:db8:1::2, true, true",
        "2001:db8:1::1, 2001:db8:1:2::1, true, false",
        "2001:db8:1:ffff::1, 2001:db8:1::1, true, false",
        "2001:db8:1::1, 2001:db8:2::1, false, true",
        "0:0:ff::1, 0.0.255.1, false, false",
        "ffff:ffff:ffff::1, 0.0.0.0, false, true"
    })
    void a_network_is_24_bits_of_ipv4_or_48_of_ipv6_and_an_address_all_of_it_or_64(
            String first, String second, boolean sameNetwork, boolean sameInIt) throws UnknownHostException {
        long[] one = Network.path(InetAddress.getByName(first));
        long[] other = Network.path(InetAddress.getByName(second));

        assertThat(one[0] == other[0]).as("network").isEqualTo(sameNetwork);
        assertThat(one[1] == other[1]).as("in it").isEqualTo(sameInIt);
    }
}
