package io.offlinemessages.gateway.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.offlinemessages.gateway.contract.Account;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.CredentialMode;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.ListRequest;
import io.offlinemessages.gateway.contract.PageNumber;
import io.offlinemessages.gateway.contract.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class ResponseNormaliserTest {

    private static final byte[] DETAIL = Samples.detail();
    private static final byte[] LIST = Samples.list();
    private static final ListRequest PAGE_3 = new ListRequest(Samples.ACCOUNT, new PageNumber(3));

    private final ResponseNormaliser normaliser = withLimit(Math.max(DETAIL.length, LIST.length));

    enum Padding {
        NONE,
        ONE_BYTE_OVER
    }

    @ParameterizedTest
    @CsvSource({
        "100, UNEXPECTED_STATUS, UNEXPECTED_STATUS",
        "201, UNEXPECTED_STATUS, UNEXPECTED_STATUS",
        "203, UNEXPECTED_STATUS, UNEXPECTED_STATUS",
        "204, UNEXPECTED_STATUS, UNEXPECTED_STATUS",
        "206, UNEXPECTED_STATUS, UNEXPECTED_STATUS",
        "301, UNEXPECTED_STATUS, UNEXPECTED_STATUS",
        "304, UNEXPECTED_STATUS, UNEXPECTED_STATUS",
        "400, INVALID_PAGE, INVALID_ID",
        "401, CREDENTIAL_REFUSED, CREDENTIAL_REFUSED",
        "403, CREDENTIAL_REFUSED, DETAIL_FORBIDDEN",
        "404, CLIENT_ERROR, NO_RECORD",
        "407, CLIENT_ERROR, CLIENT_ERROR",
        "410, CLIENT_ERROR, CLIENT_ERROR",
        "429, RATE_LIMITED, RATE_LIMITED",
        "499, CLIENT_ERROR, CLIENT_ERROR",
        "500, SERVER_ERROR, SERVER_ERROR",
        "501, SERVER_ERROR, SERVER_ERROR",
        "502, TRANSIENT_SERVER_ERROR, TRANSIENT_SERVER_ERROR",
        "503, TRANSIENT_SERVER_ERROR, TRANSIENT_SERVER_ERROR",
        "504, TRANSIENT_SERVER_ERROR, TRANSIENT_SERVER_ERROR",
        "505, SERVER_ERROR, SERVER_ERROR",
        "999, SERVER_ERROR, SERVER_ERROR",
    })
    void any_status_but_200_is_a_failure_whatever_the_body(int status, FailureKind list, FailureKind detail) {
        assertThat(failure(PAGE_3, raw(status, LIST)).kind()).isEqualTo(list);
        assertThat(failure(Samples.DETAIL, raw(status, DETAIL)).kind()).isEqualTo(detail);
        assertThat(failure(Samples.DETAIL, raw(status, new byte[0])).kind()).isEqualTo(detail);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application/json                    | body  | true
            application/json                    | empty | true
            Application/JSON                    | body  | true
            application/json;charset=UTF-8      | body  | true
            application/json;charset=ISO-8859-1 | body  | true
            application/json;charset=nonsense   | body  | true
            application/json ; x="a;b"          | body  | true
            none                                | empty | false
            none                                | body  | unusable
            text/plain                          | body  | unusable
            text/plain                          | empty | unusable
            text/html;charset=UTF-8             | body  | unusable
            text/json                           | body  | unusable
            application/problem+json            | body  | unusable
            application/jsonp                   | body  | unusable
            application/json, text/html         | body  | unusable
            */*                                 | body  | unusable
            json                                | empty | unusable
            ''                                  | empty | unusable
            """)
    void a_documented_error_is_the_apis_word_if_its_type_is_json(String type, String content, String certain) {
        for (int status : new int[] {400, 403, 404}) {
            assertWord(Samples.DETAIL, status, type, content, certain, detailKind(status));
        }
        assertWord(PAGE_3, 400, type, content, certain, FailureKind.INVALID_PAGE);
    }

    private void assertWord(
            CanonicalRequest request, int status, String type, String content, String certain, FailureKind documented) {
        var headers = new DefaultHttpHeaders();
        if (!type.equals("none")) {
            headers.set("Content-Type", type);
        }
        byte[] body = content.equals("empty") ? new byte[0] : "{code: 404}".getBytes(UTF_8);
        Outcome outcome = normaliser.normalise(request, new RawAnswer(status, headers, body));

        if (certain.equals("unusable")) {
            assertThat(outcome).isEqualTo(new Outcome.Failed(Failure.of(FailureKind.CLIENT_ERROR)));
        } else {
            assertThat(outcome).isInstanceOfSatisfying(Outcome.Denied.class, denied -> {
                assertThat(denied.failure().kind()).isEqualTo(documented);
                assertThat(denied.certain()).isEqualTo(Boolean.parseBoolean(certain));
            });
        }
    }

    private static FailureKind detailKind(int status) {
        return switch (status) {
            case 400 -> FailureKind.INVALID_ID;
            case 403 -> FailureKind.DETAIL_FORBIDDEN;
            default -> FailureKind.NO_RECORD;
        };
    }

    @Test
    void two_different_content_types_count_as_none() {
        var headers =
                new DefaultHttpHeaders().add("Content-Type", "application/json").add("Content-Type", "text/html");

        assertThat(normaliser.normalise(Samples.DETAIL, new RawAnswer(404, headers, new byte[0])))
                .isEqualTo(new Outcome.Failed(Failure.of(FailureKind.CLIENT_ERROR)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/html"})
    void a_credential_is_refused_whatever_the_content_of_the_answer(String type) {
        var headers = new DefaultHttpHeaders().set("Content-Type", type);
        var refused = Failure.of(FailureKind.CREDENTIAL_REFUSED);
        var callers = new Account(CredentialMode.FORWARD, "jane");
        for (RawAnswer answer : List.of(
                new RawAnswer(401, headers, new byte[0]),
                new RawAnswer(401, headers, DETAIL),
                new RawAnswer(403, headers, LIST),
                new RawAnswer(403, new DefaultHttpHeaders(), new byte[0]))) {
            assertThat(normaliser.normalise(PAGE_3, answer)).isEqualTo(new Outcome.Failed(refused));
            assertThat(normaliser.normalise(new ListRequest(callers, PageNumber.FIRST), answer))
                    .isEqualTo(new Outcome.AccountRefused(refused));
        }
        var unauthorized = new RawAnswer(401, headers, DETAIL);
        assertThat(normaliser.normalise(Samples.DETAIL, unauthorized)).isEqualTo(new Outcome.Failed(refused));
        assertThat(normaliser.normalise(new DetailRequest(callers, Samples.DETAIL.id()), unauthorized))
                .isEqualTo(new Outcome.AccountRefused(refused));
    }

    @Test
    void a_404_brings_its_terms_too() {
        assertThat(normaliser
                        .normalise(Samples.DETAIL, raw(404, DETAIL, "Cache-Control", "no-store"))
                        .terms()
                        .prohibition())
                .isEqualTo(Prohibition.NO_STORE);
    }

    @Test
    void the_documented_errors_name_what_was_asked_for() {
        assertThat(failure(PAGE_3, raw(400, LIST))).isEqualTo(Failure.of(FailureKind.INVALID_PAGE, "3"));
        assertThat(failure(Samples.DETAIL, raw(400, DETAIL))).isEqualTo(Failure.of(FailureKind.INVALID_ID, "744"));
        assertThat(failure(Samples.DETAIL, raw(403, DETAIL)))
                .isEqualTo(Failure.of(FailureKind.DETAIL_FORBIDDEN, "744"));
        assertThat(failure(Samples.DETAIL, raw(404, DETAIL))).isEqualTo(Failure.of(FailureKind.NO_RECORD, "744"));
    }

    @Test
    void a_rate_limit_says_how_long_it_lasts() {
        assertThat(failure(PAGE_3, raw(429, LIST, "Retry-After", "7")).retryAfter())
                .isEqualTo(Duration.ofSeconds(7));
        assertThat(failure(PAGE_3, raw(429, LIST, "Retry-After", "Fri, 06 Nov 2026 08:50:07 GMT"))
                        .retryAfter())
                .isEqualTo(Duration.ofSeconds(30));
        assertThat(failure(PAGE_3, raw(429, LIST)).retryAfter()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void a_documented_body_is_found_as_it_is() {
        assertThat(found(Samples.DETAIL, raw(200, DETAIL)).body()).isEqualTo(DETAIL);
        assertThat(found(PAGE_3, raw(200, LIST)).body()).isEqualTo(LIST);
    }

    @Test
    void a_body_of_the_other_route_is_unexpected() {
        assertThat(failure(Samples.DETAIL, raw(200, LIST)).kind()).isEqualTo(FailureKind.UNEXPECTED_BODY);
        assertThat(failure(PAGE_3, raw(200, DETAIL)).kind()).isEqualTo(FailureKind.UNEXPECTED_BODY);
        assertThat(failure(PAGE_3, raw(200, new byte[0])).kind()).isEqualTo(FailureKind.UNEXPECTED_BODY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json;charset=UTF-8",
                "application/json; charset=utf-8",
                "application/json;charset=\"utf-8\"",
                "Application/JSON",
                "application/json; profile=x",
            })
    void json_in_utf_8_is_the_right_content_type(String contentType) {
        assertThat(normaliser.normalise(Samples.DETAIL, typed(contentType))).isInstanceOf(Outcome.Found.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "json",
                "text/html",
                "text/json",
                "text/plain;charset=UTF-8",
                "application/problem+json",
                "application/vnd.api+json",
                "application/*",
                "*/*",
                "application/json;charset=ISO-8859-1",
                "application/json;charset=UTF-16",
                "application/json;charset=nonsense",
                "application/json;charset=",
                "application/json, text/html",
            })
    void any_other_content_type_is_wrong(String contentType) {
        assertThat(failure(Samples.DETAIL, typed(contentType)).kind()).isEqualTo(FailureKind.WRONG_CONTENT_TYPE);
    }

    @Test
    void a_missing_content_type_is_wrong() {
        var answer = new RawAnswer(200, new DefaultHttpHeaders(), DETAIL);

        assertThat(failure(Samples.DETAIL, answer).kind()).isEqualTo(FailureKind.WRONG_CONTENT_TYPE);
    }

    @Test
    void one_byte_order_mark_is_dropped() {
        assertThat(found(Samples.DETAIL, raw(200, marked(shortDetail()))).body())
                .isEqualTo(shortDetail());
        assertThat(failure(Samples.DETAIL, raw(200, marked(marked(shortDetail()))))
                        .kind())
                .isEqualTo(FailureKind.UNEXPECTED_BODY);
        assertThat(failure(Samples.DETAIL, raw(200, marked(new byte[0]))).kind())
                .isEqualTo(FailureKind.UNEXPECTED_BODY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "x-gzip", "GZIP"})
    void a_gzip_body_is_decoded(String coding) {
        assertThat(found(Samples.DETAIL, raw(200, gzip(DETAIL), "Content-Encoding", coding))
                        .body())
                .isEqualTo(DETAIL);
    }

    @Test
    void an_identity_coding_changes_nothing() {
        assertThat(found(Samples.DETAIL, raw(200, DETAIL, "Content-Encoding", "identity"))
                        .body())
                .isEqualTo(DETAIL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "zstd", "gzip, gzip", "gzip,identity", "nonsense"})
    void a_coding_that_was_not_asked_for_is_unexpected(String coding) {
        assertThat(failure(Samples.DETAIL, raw(200, gzip(DETAIL), "Content-Encoding", coding))
                        .kind())
                .isEqualTo(FailureKind.UNEXPECTED_BODY);
    }

    @Test
    void two_content_encoding_fields_are_two_codings() {
        var answer = raw(200, gzip(DETAIL), "Content-Encoding", "gzip");
        answer.headers().add("Content-Encoding", "gzip");

        assertThat(failure(Samples.DETAIL, answer).kind()).isEqualTo(FailureKind.UNEXPECTED_BODY);
    }

    @Test
    void malformed_truncated_or_damaged_gzip_is_unexpected() {
        byte[] whole = gzip(DETAIL);
        byte[] damaged = whole.clone();
        damaged[damaged.length - 6] ^= 1;

        for (byte[] body : List.of(new byte[0], DETAIL, Arrays.copyOf(whole, whole.length - 1), damaged)) {
            assertThat(failure(Samples.DETAIL, raw(200, body, "Content-Encoding", "gzip"))
                            .kind())
                    .isEqualTo(FailureKind.UNEXPECTED_BODY);
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_limit_holds_for_the_decoded_size(Padding padding) {
        byte[] body = padding == Padding.NONE ? DETAIL : Arrays.copyOf(DETAIL, DETAIL.length + 1);
        body[body.length - 1] = ' ';
        var outcome =
                withLimit(DETAIL.length).normalise(Samples.DETAIL, raw(200, gzip(body), "Content-Encoding", "gzip"));

        if (padding == Padding.NONE) {
            assertThat(outcome).isInstanceOf(Outcome.Found.class);
        } else {
            assertThat(outcome).isEqualTo(new Outcome.Failed(Failure.of(FailureKind.BODY_TOO_LARGE)));
        }
    }

    @Test
    void a_gzip_bomb_is_cut_at_the_limit() {
        byte[] bomb = gzip(new byte[50_000_000]);

        assertThat(bomb).hasSizeLessThan(100_000);
        assertThat(failure(Samples.DETAIL, raw(200, bomb, "Content-Encoding", "gzip"))
                        .kind())
                .isEqualTo(FailureKind.BODY_TOO_LARGE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|true",
                "max-age=60|true",
                "public, must-revalidate|true",
                "max-age=0|true",
                "no-store|false",
                "No-Cache|false",
                "private|true",
                "max-age=60, private=\"x-user\"|true",
                "ext=\"no-store\"|true",
            })
    void the_upstream_may_forbid_storing(String cacheControl, boolean storable) {
        assertThat(found(Samples.DETAIL, raw(200, DETAIL, "Cache-Control", cacheControl))
                        .terms()
                        .allowStoring())
                .isEqualTo(storable);
    }

    private Failure failure(CanonicalRequest request, RawAnswer answer) {
        return Objects.requireNonNull(normaliser.normalise(request, answer).failure());
    }

    private Outcome.Found found(CanonicalRequest request, RawAnswer answer) {
        return (Outcome.Found) normaliser.normalise(request, answer);
    }

    private static RawAnswer typed(String contentType) {
        return new RawAnswer(200, new DefaultHttpHeaders().set("Content-Type", contentType), DETAIL);
    }

    private static RawAnswer raw(int status, byte[] body, String... field) {
        var headers = new DefaultHttpHeaders().set("Content-Type", "application/json");
        if (field.length == 2) {
            headers.set(field[0], field[1]);
        }
        return new RawAnswer(status, headers, body);
    }

    private static byte[] shortDetail() {
        return "{\"offline_message_id\":744}".getBytes(UTF_8);
    }

    private static byte[] marked(byte[] body) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    static byte[] gzip(byte[] body) {
        var bytes = new ByteArrayOutputStream();
        try (var encoded = new GZIPOutputStream(bytes)) {
            encoded.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static ResponseNormaliser withLimit(int bytes) {
        var properties = new UpstreamProperties(
                BaseUrl.of("https://api.revechat.com"),
                CredentialMode.SERVICE,
                "gateway@example.com",
                new Secret("sesame"),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                DataSize.ofBytes(bytes),
                0);
        return new ResponseNormaliser(properties, Clock.fixed(Instant.parse("2026-11-06T08:49:37Z"), ZoneOffset.UTC));
    }
}
