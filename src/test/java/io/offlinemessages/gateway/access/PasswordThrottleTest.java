package io.offlinemessages.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasswordThrottleTest {

    private final AtomicLong nanos = new AtomicLong();

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "2001:db8::1, 2001:db8::2, true",
        "2001:db8::1, 2001:db8:0:0:ffff::1, true",
        "2001:db8::1, 2001:db8:0:1::1, false"
    })
    void an_address_of_ipv6_stands_for_its_network(String first, String second, boolean same) throws Exception {
        var throttle = throttle(0, 1);
        assertThat(throttle.count("alice", address(first))).isZero();

        assertThat(throttle.count("bob", address(second))).isEqualTo(same ? Duration.ofMinutes(1) : Duration.ZERO);
    }

    @Test
    void a_refusal_for_the_address_costs_the_user_nothing() throws Exception {
        var throttle = throttle(1, 1);
        assertThat(throttle.count("alice", address("192.0.2.1"))).isZero();

        assertThat(throttle.count("bob", address("192.0.2.1"))).isPositive();
        assertThat(throttle.count("bob", address("192.0.2.2"))).isZero();
    }

    @Test
    void a_forgiven_password_may_come_again() throws Exception {
        var throttle = throttle(1, 1);
        throttle.count("alice", address("192.0.2.1"));

        throttle.forgive("alice", address("192.0.2.1"));

        assertThat(throttle.count("alice", address("192.0.2.1"))).isZero();
    }

    @Test
    void names_that_collide_as_texts_have_limits_of_their_own() throws Exception {
        var throttle = throttle(1, 0);
        assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
        assertThat(throttle.count("Aa", address("192.0.2.1"))).isZero();

        assertThat(throttle.count("BB", address("192.0.2.1"))).isZero();
    }

    private PasswordThrottle throttle(int perUser, int perAddress) {
        return new PasswordThrottle(
                AccessFixture.wrongPasswords(perUser, perAddress),
                new CredentialKey.Factory(new SecureRandom()),
                nanos::get);
    }

    private static InetAddress address(String literal) throws UnknownHostException {
        return InetAddress.getByName(literal);
    }
}
