package io.offlinemessages.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.offlinemessages.gateway.contract.Account;
import io.offlinemessages.gateway.contract.CredentialMode;
import io.offlinemessages.gateway.contract.InvalidProperty;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.NestedExceptionUtils;

class UpstreamPropertiesTest {

    private static final String ADDRESS =
            "it must be an http or https address without user, query or fragment, such as https://api.revechat.com.";

    @Test
    void an_unset_property_has_its_default() {
        var properties = bind("", "");

        assertThat(properties)
                .hasToString("UpstreamProperties[baseUrl=https://api.revechat.com, credentials=SERVICE,"
                        + " username=gateway@example.com, password=***, connectTimeout=PT1S, responseTimeout=PT3S,"
                        + " deadline=PT5S, maxBody=2097152B, requestsPerMinute=0]");
        assertThat(new UpstreamCredential(properties).accounts().of("jane@example.com"))
                .isEqualTo(new Account(CredentialMode.SERVICE, "gateway@example.com"));
    }

    @ParameterizedTest
    @CsvSource({"5s, PT1S", "1s, PT1S", "800ms, PT0.8S"})
    void an_unset_connect_timeout_keeps_within_a_shorter_deadline(String deadline, Duration expected) {
        var properties = bind(Map.of(
                "base-url", "https://api.revechat.com",
                "credentials", "forward",
                "response-timeout", "300ms",
                "deadline", deadline));

        assertThat(properties.connectWithin()).isEqualTo(expected);
    }

    @Test
    void forward_mode_needs_no_credential_and_takes_the_callers_account() {
        var properties = bind(Map.of("base-url", "https://api.revechat.com", "credentials", "forward"));

        assertThat(new UpstreamCredential(properties).accounts().of("jane@example.com"))
                .isEqualTo(new Account(CredentialMode.FORWARD, "jane@example.com"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "base-url|ftp://example.com|gateway.upstream.base-url is \"ftp://example.com\"; " + ADDRESS,
                "base-url|api.revechat.com|gateway.upstream.base-url is \"api.revechat.com\"; " + ADDRESS,
                "base-url|https:///api|gateway.upstream.base-url is \"https:///api\"; " + ADDRESS,
                "base-url|https://a_b.example|gateway.upstream.base-url is \"https://a_b.example\"; " + ADDRESS,
                "base-url|http://a_b.example?x=1|gateway.upstream.base-url is \"http://a_b.example?x=1\"; " + ADDRESS,
                "base-url|https://a.example?x=1|gateway.upstream.base-url is \"https://a.example?x=1\"; " + ADDRESS,
                "base-url|https://a.example#x|gateway.upstream.base-url is \"https://a.example#x\"; " + ADDRESS,
                "username|a:b|gateway.upstream.username is \"a:b\"; it must be a user name without a colon.",
                "connect-timeout|0s|gateway.upstream.connect-timeout is \"0s\"; it must be a duration from 1ms to 1h.",
                "response-timeout|-1s|gateway.upstream.response-timeout is \"-1s\"; it must be a duration from 1ms to 1h.",
                "deadline|0s|gateway.upstream.deadline is \"0s\"; it must be a duration from 1ms to 1h.",
                "deadline|61m|gateway.upstream.deadline is \"61m\"; it must be a duration from 1ms to 1h.",
                "connect-timeout|999us|gateway.upstream.connect-timeout is \"PT0.000999S\";"
                        + " it must be a duration from 1ms to 1h.",
                "connect-timeout|6s|gateway.upstream.connect-timeout is \"6s\";"
                        + " it must be at most gateway.upstream.deadline, which is 5s.",
                "response-timeout|6s|gateway.upstream.response-timeout is \"6s\";"
                        + " it must be at most gateway.upstream.deadline, which is 5s.",
                "max-body|0B|gateway.upstream.max-body is \"0B\"; it must be a size from 1B to 64MB.",
                "max-body|65MB|gateway.upstream.max-body is \"68157440B\"; it must be a size from 1B to 64MB.",
                "requests-per-minute|-1|gateway.upstream.requests-per-minute is \"-1\";"
                        + " it must be 0 (no limit) to 1000000.",
                "requests-per-minute|1000001|gateway.upstream.requests-per-minute is \"1000001\";"
                        + " it must be 0 (no limit) to 1000000.",
            })
    void a_refusal_names_property_value_and_what_is_allowed(String property, String value, String sentence) {
        assertThat(refusal(property, value)).isEqualTo(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "username|gateway.upstream.username is not set; it must be the gateway's own user name at the upstream",
                "password|gateway.upstream.password is not set; it must be that user's password",
            })
    void an_empty_credential_in_service_mode_is_refused(String property, String sentence) {
        assertThat(refusal(property, "")).isEqualTo(sentence + " while gateway.upstream.credentials is service.");
    }

    @Test
    void a_missing_address_is_refused() {
        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() -> bind(Map.of("username", "u", "password", "p")))
                .havingRootCause()
                .isInstanceOf(InvalidProperty.class)
                .withMessage("gateway.upstream.base-url is not set; " + ADDRESS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://jane:sesame@api.revechat.com",
                "https://jane:sesame@api.revechat.com?x=1",
                "https://jane:sesame@api.revechat.com#x",
                "https://jane:sesame@api_revechat.com",
                "http://jane:sesame@api_revechat.com",
                "http://jane:sesame@[x",
                "https://jane:sesame@",
                "ftp://jane:sesame@api.revechat.com",
                "https:jane:sesame@api.revechat.com",
            })
    void an_address_with_a_user_is_refused_without_showing_it(String address) {
        assertThat(refusal("base-url", address))
                .isEqualTo("gateway.upstream.base-url is \"(an address with a user)\"; " + ADDRESS);
    }

    @Test
    void the_heap_for_the_bodies_of_all_concurrent_calls_is_bounded() {
        long room = Runtime.getRuntime().maxMemory() / 3 * 2;
        int calls = (int) (room / (64 << 20));
        var properties = bind("max-body", "64MB");

        properties.requireRoomFor(calls);
        assertThatExceptionOfType(InvalidProperty.class)
                .isThrownBy(() -> properties.requireRoomFor(calls + 1))
                .withMessage("gateway.upstream.max-body is \"64MB\"; it must be at most " + room / (calls + 1) / 1024
                        + "KB while resilience4j.bulkhead.instances.upstream.max-concurrent-calls is " + (calls + 1)
                        + ", because all at once may take two thirds of what the heap may grow to, which are "
                        + (room >> 20) + "MB.");
        assertThatExceptionOfType(InvalidProperty.class)
                .isThrownBy(() -> TestUpstream.at(URI.create("http://127.0.0.1:9"))
                        .concurrentCalls(1_000_000)
                        .build())
                .withMessageStartingWith("gateway.upstream.max-body is \"64KB\"; it must be at most ");
    }

    @Test
    void no_refusal_shows_the_password() {
        assertThat(refusal("username", "a:b")).doesNotContain("sesame");
        assertThat(refusal("deadline", "0s")).doesNotContain("sesame");
    }

    /** Spring's own conversion to an address would encode the percent sign. */
    @Test
    void an_address_is_kept_as_written() {
        var properties = bind("base-url", "http://h/pre%20fix/v1/");

        assertThat(properties.address().path()).isEqualTo("/pre%20fix/v1");
        assertThat(properties.baseUrl()).hasToString("http://h/pre%20fix/v1/");
    }

    private static String refusal(String property, String value) {
        try {
            bind(property, value);
        } catch (BindException e) {
            Throwable root = NestedExceptionUtils.getMostSpecificCause(e);
            assertThat(root).isInstanceOf(InvalidProperty.class);
            return String.valueOf(root.getMessage());
        }
        throw new AssertionError(property + " was not refused: " + value);
    }

    private static UpstreamProperties bind(String property, String value) {
        var values = new HashMap<>(Map.of(
                "base-url", "https://api.revechat.com", "username", "gateway@example.com", "password", "sesame"));
        if (!property.isEmpty()) {
            values.put(property, value);
        }
        return bind(values);
    }

    private static UpstreamProperties bind(Map<String, String> values) {
        var source = new HashMap<String, String>();
        values.forEach((name, value) -> source.put("gateway.upstream." + name, value));
        return new Binder(new MapConfigurationPropertySource(source))
                .bindOrCreate("gateway.upstream", UpstreamProperties.class);
    }
}
