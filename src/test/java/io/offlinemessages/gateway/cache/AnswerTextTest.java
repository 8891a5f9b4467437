package io.offlinemessages.gateway.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.upstream.CacheTerms;
import io.offlinemessages.gateway.upstream.CheckedBody;
import io.offlinemessages.gateway.upstream.MessageDigests;
import io.offlinemessages.gateway.upstream.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What one replica has written is read by another as it was, or not at all. */
class AnswerTextTest {

    private static final DetailRequest DETAIL = PlayedCache.detail("jane", 7);
    private static final CanonicalRequest PAGE = PlayedCache.page("jane", 1);
    private static final String MESSAGE = "{\"offline_message_id\":7,\"subject\":\"über\",\"unread\":1}";
    private static final CacheTerms TERMS = new CacheTerms(null, 30, 4, 0, CacheTerms.UNLIMITED);
    private static final long TOOK = TimeUnit.MILLISECONDS.toNanos(1_234);

    @Test
    void a_detail_comes_back_with_its_terms_and_the_digests_of_its_message() {
        AnswerText back = back(DETAIL, CheckedBody.found(DETAIL, MESSAGE, TERMS));

        var found = (Outcome.Found) back.outcome();
        assertThat(found.body()).isEqualTo(MESSAGE.getBytes(UTF_8));
        assertThat(found.terms()).isEqualTo(TERMS);
        assertAlike(found.messages(), CheckedBody.messages(DETAIL, MESSAGE));
        assertThat(back.took()).isEqualTo(TOOK);
        assertThat(back.isOutdated()).isTrue();
    }

    @Test
    void a_page_comes_back_with_the_digests_of_its_rows() {
        String json = "[" + MESSAGE + "," + MESSAGE.replace("7", "8") + "]";

        var found =
                (Outcome.Found) back(PAGE, CheckedBody.found(PAGE, json, TERMS)).outcome();

        assertAlike(found.messages(), CheckedBody.messages(PAGE, json));
    }

    @Test
    void the_duration_of_a_load_is_rounded_up() {
        AnswerText told = new AnswerText(CheckedBody.found(PAGE, "[]", TERMS), TOOK + 1, false);

        var read = Objects.requireNonNull(AnswerText.read(PAGE, told.write()));

        assertThat(read.took()).isEqualTo(TOOK + TimeUnit.MILLISECONDS.toNanos(1));
    }

    @Test
    void an_empty_page_comes_back() {
        assertThat(((Outcome.Found)
                                back(PAGE, CheckedBody.found(PAGE, "[]", TERMS)).outcome())
                        .messages())
                .isEmpty();
    }

    @Test
    void a_404_comes_back_as_that_of_its_id() {
        var denied = new Outcome.Denied(Failure.of(FailureKind.NO_RECORD, "7"), TERMS, true);

        assertThat(back(DETAIL, denied).outcome()).isEqualTo(denied);
    }

    @Test
    void other_outcomes_are_not_shared() {
        assertThat(AnswerText.canTell(CheckedBody.denied(Failure.of(FailureKind.DETAIL_FORBIDDEN))))
                .isFalse();
        assertThat(AnswerText.canTell(PlayedCache.failed())).isFalse();
    }

    @Test
    void a_truncated_text_is_a_miss_or_lacks_only_the_end_of_its_body() {
        byte[] written = written(DETAIL, MESSAGE);
        int body = written.length - MESSAGE.getBytes(UTF_8).length;
        for (int length = 0; length <= body; length++) {
            assertThat(AnswerText.read(DETAIL, Arrays.copyOf(written, length)))
                    .as("%d bytes", length)
                    .isNull();
        }
    }

    @Test
    void an_impossible_value_in_the_head_is_a_miss() {
        // Version, kind, number of fields, outdated; then the highest bytes of the times and of the number of messages.
        for (int at : List.of(0, 1, 2, 3, 4, 12, 20, 28, 36, 44)) {
            byte[] written = written(DETAIL, MESSAGE);
            written[at] = (byte) 0x80;
            assertThat(AnswerText.read(DETAIL, written)).as("byte %d", at).isNull();
        }
    }

    @Test
    void an_answer_to_another_request_is_a_miss() {
        byte[] notFound =
                new AnswerText(CheckedBody.denied(Failure.of(FailureKind.NO_RECORD, "7")), TOOK, false).write();

        assertThat(AnswerText.read(PlayedCache.detail("jane", 8), written(DETAIL, MESSAGE)))
                .isNull();
        assertThat(AnswerText.read(DETAIL, written(PAGE, "[]"))).isNull();
        assertThat(AnswerText.read(PAGE, notFound)).isNull();
        assertThat(AnswerText.read(DETAIL, Arrays.copyOf(notFound, notFound.length + 1)))
                .isNull();
    }

    private static byte[] written(CanonicalRequest request, String json) {
        return new AnswerText(CheckedBody.found(request, json, TERMS), TOOK, false).write();
    }

    private static AnswerText back(CanonicalRequest request, Outcome outcome) {
        assertThat(AnswerText.canTell(outcome)).isTrue();
        @Nullable AnswerText read = AnswerText.read(request, new AnswerText(outcome, TOOK, true).write());
        return Objects.requireNonNull(read);
    }

    private static void assertAlike(List<MessageDigests> actual, List<MessageDigests> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i).id()).isEqualTo(expected.get(i).id());
            assertThat(actual.get(i).likenesses(expected.get(i))).isEqualTo(MessageDigests.ALL);
        }
    }
}
