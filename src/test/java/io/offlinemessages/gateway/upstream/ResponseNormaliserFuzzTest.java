package io.offlinemessages.gateway.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.Fault;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Any answer of the upstream: a status line, header fields, an empty line, and the body to its last byte. */
class ResponseNormaliserFuzzTest {

    /** Controls around a type do no harm, and cannot come over HTTP. */
    private static final Pattern JSON = Pattern.compile("(?is)[\\x00-\\x20]*application/json[\\x00-\\x20]*(;.*)?");

    /** Shorter than what the parser refuses as too long a number or name. */
    private static final int SHORT = 1_000;

    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final ResponseNormaliser normaliser = ResponseNormaliserTest.withLimit(64 * 1024);

    @FuzzTest
    void a_found_answer_is_documented_and_any_other_is_a_failure(byte[] input) {
        RawAnswer answer = read(input);

        assertNormal(Samples.DETAIL, answer, json -> DocumentedShape.isMessage(json, 744));
        assertNormal(Samples.LIST, answer, DocumentedShape::isList);
    }

    private void assertNormal(CanonicalRequest request, RawAnswer answer, Predicate<Object> documented) {
        Outcome outcome = normaliser.normalise(request, answer);

        // An error's body is not read, but whether there is one.
        RawAnswer same = answer.status() == 200 ? compressed(answer) : answer;
        assertThat(normaliser.normalise(request, same))
                .usingRecursiveComparison()
                .isEqualTo(outcome);
        HttpHeaders headers = answer.headers();
        if (outcome instanceof Outcome.Found found) {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(headers.get("Content-Type")).matches(JSON);
            assertThat(PlainJson.read(found.body())).get().matches(documented, "documented");
            assertThat(headers.contains("Content-Encoding") || Arrays.equals(found.body(), unmarked(answer.body())))
                    .isTrue();
            assertThat(found.terms().allowStoring() || mayForbidStoring(headers))
                    .isTrue();
        } else {
            var failure = Objects.requireNonNull(outcome.failure());
            assertThat(failure.body()).isNotEmpty();
            assertThat(failure.kind().fault()).isNotEqualTo(Fault.GATEWAY);
            assertThat(isPlainlyGood(answer, documented))
                    .as("refused as %s", failure)
                    .isFalse();
            if (failure.kind() == FailureKind.RATE_LIMITED) {
                assertThat(failure.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofHours(1));
            }
        }
    }

    private static boolean isPlainlyGood(RawAnswer answer, Predicate<Object> documented) {
        byte[] body = unmarked(answer.body());
        return answer.status() == 200
                && "application/json".equals(answer.headers().get("Content-Type"))
                && !answer.headers().contains("Content-Encoding")
                && body.length < SHORT
                && PlainJson.read(body).filter(documented).isPresent();
    }

    private static boolean mayForbidStoring(HttpHeaders headers) {
        String all = Stream.of("Cache-Control", "Pragma", "Vary")
                .flatMap(name -> headers.getAll(name).stream())
                .collect(Collectors.joining(","))
                .toLowerCase(Locale.ROOT);
        return Stream.of("no-store", "no-cache", "*").anyMatch(all::contains);
    }

    private static byte[] unmarked(byte[] body) {
        boolean marked = body.length >= 3 && Arrays.equals(MARK, Arrays.copyOf(body, 3));
        return marked ? Arrays.copyOfRange(body, 3, body.length) : body;
    }

    /** The same answer, with a body that is encoded where it was not. */
    private static RawAnswer compressed(RawAnswer answer) {
        if (answer.headers().contains("Content-Encoding")) {
            return answer;
        }
        HttpHeaders headers = answer.headers().copy().set("Content-Encoding", "gzip");
        return new RawAnswer(answer.status(), headers, ResponseNormaliserTest.gzip(answer.body()));
    }

    private static RawAnswer read(byte[] input) {
        String text = new String(input, ISO_8859_1);
        int end = text.indexOf("\n\n");
        String[] head = text.substring(0, end < 0 ? text.length() : end).split("\n", -1);
        HttpHeaders headers =
                DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
        for (int i = 1; i < head.length; i++) {
            int colon = head[i].indexOf(':');
            if (colon > 0) {
                headers.add(
                        head[i].substring(0, colon),
                        head[i].substring(colon + 1).strip());
            }
        }
        byte[] body = end < 0 ? new byte[0] : Arrays.copyOfRange(input, end + 2, input.length);
        return new RawAnswer(status(head[0]), headers, body);
    }

    /** The three digits of a status line; 0 where there are none. */
    private static int status(String line) {
        String digits = line.replaceFirst("^HTTP/1\\.1 ([0-9]{3})( .*)?$", "$1");
        return digits.matches("[0-9]{3}") ? Integer.parseInt(digits) : 0;
    }
}
