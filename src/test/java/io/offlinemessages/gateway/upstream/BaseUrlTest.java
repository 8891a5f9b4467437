package io.offlinemessages.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.offlinemessages.gateway.contract.InvalidProperty;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BaseUrlTest {

    @ParameterizedTest
    @CsvSource({
        "https://api.revechat.com, api.revechat.com, 443, api.revechat.com, ''",
        "https://api.revechat.com/, api.revechat.com, 443, api.revechat.com, ''",
        "HTTPS://api.revechat.com:8443/v1//, api.revechat.com, 8443, api.revechat.com:8443, /v1",
        "https://api.revechat.com:443, api.revechat.com, 443, api.revechat.com, ''",
        "https://api.revechat.com:80, api.revechat.com, 80, api.revechat.com:80, ''",
        "http://api.revechat.com:443, api.revechat.com, 443, api.revechat.com:443, ''",
        "http://h:, h, 80, h, ''",
        "http://h:7, h, 7, h:7, ''",
        "http://127.0.0.1:9000, 127.0.0.1, 9000, 127.0.0.1:9000, ''",
        "http://[::1], ::1, 80, [::1], ''",
        "http://[::1]:9000/x, ::1, 9000, [::1]:9000, /x",
        "http://offline_api:8080, offline_api, 8080, offline_api:8080, ''",
        "http://offline_api, offline_api, 80, offline_api, ''",
        "http://offline_api:/v1/, offline_api, 80, offline_api, /v1",
        "http://_api.my_project.example.:80/v1, _api.my_project.example., 80, _api.my_project.example., /v1",
        "http://h/pre%20fix/v1/, h, 80, h, /pre%20fix/v1",
        "http://h/a%2Fb%252F/%e4%B8%80, h, 80, h, /a%2Fb%252F/%e4%B8%80",
        "http://h/b\u00fccher, h, 80, h, /b%C3%BCcher",
        "http://h/a//b;c=1/+, h, 80, h, /a//b;c=1/+",
    })
    void an_address_is_parsed_and_kept_as_written(String text, String host, int port, String hostField, String path) {
        BaseUrl address = BaseUrl.of(text);

        assertThat(address.host()).isEqualTo(host);
        assertThat(address.port()).isEqualTo(port);
        assertThat(address.hostField()).isEqualTo(hostField);
        assertThat(address.path()).isEqualTo(path);
        assertThat(address.isSecure()).isEqualTo(text.toLowerCase(Locale.ROOT).startsWith("https:"));
        assertThat(address).hasToString(text).isEqualTo(BaseUrl.of(text)).hasSameHashCodeAs(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://h",
                "h",
                "http:",
                "http:h",
                "http://",
                "http:///v1",
                "http://h:0",
                "http://h:65536",
                "http://offline_api:0",
                "http://offline_api:65536",
                "http://offline_api:123456",
                "http://offline_api:x",
                "http://offline_api-/",
                "http://a_b..c",
                "http://a_b.c-.d",
                "http://a..b",
                "http://256.1.1.1.1",
                "http://b\u00fccher.example",
                "http://h/pre fix",
                "http://h/%2",
                "http://h/%zz",
                "http://h?x",
                "http://h#x",
                "http://offline_api?x",
                "http://user@h",
                "http://user@offline_api",
                // No certificate is for such a name.
                "https://offline_api",
            })
    void any_other_address_is_refused(String text) {
        assertThatExceptionOfType(InvalidProperty.class)
                .isThrownBy(() -> BaseUrl.of(text))
                .withMessage(
                        "gateway.upstream.base-url is \"" + (text.contains("@") ? "(an address with a user)" : text)
                                + "\"; it must be an http or https address without user, query or fragment, such as"
                                + " https://api.revechat.com.");
    }

    @Test
    void a_blank_address_counts_as_not_set() {
        assertThatExceptionOfType(InvalidProperty.class)
                .isThrownBy(() -> BaseUrl.of(" "))
                .withMessageStartingWith("gateway.upstream.base-url is not set; it must be an http or https address");
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.revechat.com, false",
        "http://api.revechat.com, true",
        "HTTP://10.0.0.1, true",
        "http://offline_api, true",
        "http://localhost:9000, false",
        "http://LOCALHOST, false",
        "http://127.0.0.1, false",
        "http://127.1.2.3:80, false",
        "http://[::1]:80, false",
        "http://127.0.0.1.example.com, true",
        "http://localhost.example.com, true",
    })
    void plain_http_beyond_loopback_is_recognised(String text, boolean plain) {
        assertThat(BaseUrl.of(text).isPlainBeyondLoopback()).isEqualTo(plain);
    }
}
