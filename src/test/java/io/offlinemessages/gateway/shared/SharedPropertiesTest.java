package io.offlinemessages.gateway.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinemessages.gateway.contract.InvalidProperty;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class SharedPropertiesTest {

    private static final String SECRET = Base64.getEncoder().encodeToString(new byte[32]);
    private static final String OTHER = Base64.getEncoder().encodeToString(new byte[48]);

    private static final Map<String, String> COMPLETE =
            Map.of("redis-url", "redis://redis:6379", "secret", SECRET, "replicas", "3");

    @Test
    void nothing_is_shared_without_an_address() {
        assertThat(bind(Map.of()))
                .hasToString(
                        "SharedProperties[redisUrl=null, username=null, password=null, sentinelPassword=null, secret=[], sslBundle=null,"
                                + " namespace=omg, replicas=null, timeout=PT0.1S, maxBody=262144B]");
        assertThat(bind(Map.of()).isOn()).isFalse();
        assertThat(bind(Map.of("redis-url", "")).isOn()).isFalse();
        assertThat(bind(COMPLETE).isOn()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://redis",
                "redis://redis:6379/2",
                "rediss://redis.example.com:6380",
                "redis://[::1]:6379",
                "redis-sentinel://a:26379,b:26379/0#master",
                "rediss-sentinel://a,b#master"
            })
    void these_addresses_are_allowed(String address) {
        assertThat(bind(with("redis-url", address)).address()).isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource({
        "namespace, a",
        "namespace, A-b_9",
        "replicas, 1",
        "replicas, 1000",
        "timeout, 10ms",
        "timeout, 5s",
        "max-body, 1KB",
        "max-body, 16MB"
    })
    void the_bounds_are_allowed(String property, String value) {
        assertThat(bind(with(property, value))).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "namespace | a:b | is \"a:b\"; it must be 1 to 32 of A-Za-z0-9_-.",
                "namespace | ü | is \"ü\"; it must be 1 to 32 of A-Za-z0-9_-.",
                "replicas | 0 | is \"0\"; it must be 1 to 1000.",
                "replicas | 1001 | is \"1001\"; it must be 1 to 1000.",
                "timeout | 9ms | is \"9ms\"; it must be a duration from 10ms to 5s.",
                "timeout | 6s | is \"6s\"; it must be a duration from 10ms to 5s.",
                "max-body | 1B | is \"1B\"; it must be a size from 1KB to 16MB.",
                "max-body | 17MB | is \"17MB\"; it must be a size from 1KB to 16MB.",
                "ssl-bundle | redis | is \"redis\"; it must be left out while gateway.shared.redis-url begins with redis://.",
            })
    void a_refusal_names_property_value_and_what_is_allowed(String property, String value, String sentence) {
        assertRefused(with(property, value), "gateway.shared." + property + ' ' + sentence);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis",
                "http://redis:6379",
                "redis:///0",
                "redis-sentinel://a:26379",
                "redis://a b",
                "REDIS://a"
            })
    void any_other_address_is_refused(String address) {
        assertRefused(
                with("redis-url", address),
                "gateway.shared.redis-url is \"" + address + "\"; it must be an address such as redis://redis:6379,"
                        + " rediss://redis:6379 or redis-sentinel://sentinel:26379/0#master.");
    }

    @Test
    void a_password_in_the_address_is_refused_and_not_shown() {
        assertRefused(
                with("redis-url", "redis://gateway:hunter2@redis:6379"),
                "gateway.shared.redis-url is \"(not shown)\"; it must be without a user and a password, which"
                        + " gateway.shared.username and .password say.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2", "aHVudGVyMg==", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=="})
    void a_short_secret_is_refused_and_not_shown(String secret) {
        assertRefused(
                with("secret", SECRET + ',' + secret),
                "gateway.shared.secret is \"(not shown)\"; it must be up to 8 secrets in base64, each of at least 32 bytes, as"
                        + " openssl rand -base64 32 makes them.");
    }

    @Test
    void a_server_takes_secrets_and_the_number_of_replicas() {
        assertRefused(
                Map.of("redis-url", "redis://redis", "replicas", "2"),
                "gateway.shared.secret is not set; it must be at least one secret of 32 bytes in base64 while"
                        + " gateway.shared.redis-url is set.");
        assertRefused(
                Map.of("redis-url", "redis://redis", "secret", SECRET),
                "gateway.shared.replicas is not set; it must be how many gateways run at once at most while"
                        + " gateway.shared.redis-url is set.");
        assertRefused(
                with("username", "gateway"),
                "gateway.shared.password is not set; it must be that of gateway.shared.username.");
        assertRefused(
                with("sentinel-password", "hunter2"),
                "gateway.shared.sentinel-password is \"(not shown)\"; it must be left out while gateway.shared.redis-url begins"
                        + " with redis://.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"username", "password"})
    void a_login_that_could_not_be_decoded_is_refused(String property) {
        var values = with("password", "secret");
        values.put("username", "gateway");
        values.put(property, "caf\uFFFD");
        assertRefused(
                values,
                "gateway.shared." + property
                        + " is \"(not shown)\"; it must be text without U+FFFD, which stands for octets that could not be decoded:"
                        + " files are read as UTF-8, arguments and the environment as the locale says, such as LC_ALL=C.UTF-8.");
    }

    @Test
    void several_secrets_keep_their_order_and_are_never_printed() {
        SharedProperties properties = bind(with("secret", SECRET + ", " + OTHER));

        assertThat(properties.secrets().stream().map(Arrays::toString))
                .containsExactly(Arrays.toString(new byte[32]), Arrays.toString(new byte[48]));
        assertThat(properties.toString()).contains("secret=[***, ***]").doesNotContain("AAAA");
    }

    @Test
    void each_replica_has_at_least_one_call_a_minute() {
        SharedProperties three = bind(COMPLETE);

        assertThatThrownBy(() -> three.requireOneEach(2))
                .hasMessage("gateway.upstream.requests-per-minute is \"2\"; it must be 0 (no limit), or at least"
                        + " gateway.shared.replicas, which is 3.");
        assertThatCode(() -> three.requireOneEach(3)).doesNotThrowAnyException();
        assertThatCode(() -> three.requireOneEach(0)).doesNotThrowAnyException();
        assertThatCode(() -> bind(Map.of("replicas", "9")).requireOneEach(1)).doesNotThrowAnyException();
    }

    private static Map<String, String> with(String property, String value) {
        var values = new HashMap<>(COMPLETE);
        values.put(property, value);
        return values;
    }

    private static void assertRefused(Map<String, String> values, String sentence) {
        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() -> bind(values))
                .havingRootCause()
                .isInstanceOf(InvalidProperty.class)
                .withMessage(sentence);
    }

    private static SharedProperties bind(Map<String, String> values) {
        var prefixed = new HashMap<String, String>();
        values.forEach((name, value) -> prefixed.put("gateway.shared." + name, value));
        return new Binder(new MapConfigurationPropertySource(prefixed))
                .bindOrCreate("gateway.shared", SharedProperties.class);
    }
}
