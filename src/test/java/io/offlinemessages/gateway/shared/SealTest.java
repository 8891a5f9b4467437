package io.offlinemessages.gateway.shared;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.contract.Account;
import io.offlinemessages.gateway.contract.CredentialMode;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.MessageId;
import io.offlinemessages.gateway.shared.SealedAnswers.Opened;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sealed opens as what it was sealed as, under the name and the times that it was sealed with, and in no other way. */
class SealTest {

    private static final byte[] FIRST = secret(1);
    private static final byte[] SECOND = secret(2);
    private static final byte[] TEXT = "{\"message\":\"of a person\"}".getBytes(UTF_8);
    private static final byte[] TIMES = new Stamp(1_790_000_000_000L, 30_000, 630_000).bytes();
    private static final DetailRequest REQUEST = detail(744);
    private static final long BEGAN = 1_790_000_000_000L;

    private final Seal seal = new Seal(List.of(FIRST));

    @Test
    void a_sealed_text_opens_and_reveals_nothing() {
        byte[] sealed = seal.seal(Kind.ANSWER, "name", TIMES, TEXT);

        assertThat(seal.open(Kind.ANSWER, "name", TIMES, sealed)).contains(TEXT);
        assertThat(sealed).hasSize(TEXT.length + Seal.OVERHEAD);
        assertThat(new String(sealed, UTF_8)).doesNotContain("person");
        assertThat(seal.seal(Kind.ANSWER, "name", TIMES, TEXT)).isNotEqualTo(sealed);
    }

    @Test
    void a_change_of_any_byte_is_refused() {
        byte[] sealed = seal.seal(Kind.ANSWER, "name", TIMES, TEXT);
        for (int i = 0; i < sealed.length; i++) {
            byte[] tampered = sealed.clone();
            tampered[i] ^= 1;
            assertThat(seal.open(Kind.ANSWER, "name", TIMES, tampered))
                    .as("byte %d", i)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16, 32, 33, 40})
    void a_truncated_text_is_refused(int length) {
        byte[] sealed = seal.seal(Kind.ANSWER, "name", TIMES, TEXT);
        assertThat(seal.open(Kind.ANSWER, "name", TIMES, Arrays.copyOf(sealed, length)))
                .isEmpty();
    }

    @Test
    void another_name_another_kind_and_other_times_are_refused() {
        byte[] sealed = seal.seal(Kind.ANSWER, "name", TIMES, TEXT);

        assertThat(seal.open(Kind.ANSWER, "name2", TIMES, sealed)).isEmpty();
        assertThat(seal.open(Kind.NOTICE, "name", TIMES, sealed)).isEmpty();
        assertThat(seal.open(Kind.ANSWER, "name", new Stamp(BEGAN + 1, 30_000, 630_000).bytes(), sealed))
                .isEmpty();
    }

    @Test
    void parts_of_the_binding_do_not_run_together() {
        byte[] sealed = seal.seal(Kind.ANSWER, "name", "12".getBytes(UTF_8), TEXT);
        assertThat(seal.open(Kind.ANSWER, "name1", "2".getBytes(UTF_8), sealed)).isEmpty();
    }

    /** First the new secret opens everywhere, then it seals everywhere; the last one stays, and with it the names. */
    @Test
    void secrets_rotate_in_two_rollouts_without_a_miss() {
        byte[] last = secret(3);
        Seal before = new Seal(List.of(FIRST, last));
        Seal first = new Seal(List.of(FIRST, SECOND, last));
        Seal second = new Seal(List.of(SECOND, FIRST, last));
        Seal then = new Seal(List.of(SECOND, last));

        assertThat(opens(before, first) && opens(first, before)).isTrue();
        assertThat(opens(first, second) && opens(second, first)).isTrue();
        assertThat(opens(second, then) && opens(then, second)).isTrue();
        assertThat(opens(before, then) || opens(then, before)).isFalse();
    }

    @Test
    void an_answer_opens_for_its_own_request_alone() {
        SealedAnswers answers = answers(Instant.ofEpochMilli(BEGAN));
        byte[] stored = answers.seal(REQUEST, new Stamp(BEGAN, 30_000, 630_000), TEXT);

        assertThat(answers.open(REQUEST, stored, BEGAN + 1)).isInstanceOfSatisfying(Opened.Answer.class, opened -> {
            assertThat(opened.text()).isEqualTo(TEXT);
            assertThat(opened.stamp()).isEqualTo(new Stamp(BEGAN, 30_000, 630_000));
        });
        assertThat(answers.open(detail(745), stored, BEGAN + 1)).isEqualTo(Opened.No.REFUSED);
        assertThat(answers.open(REQUEST, new byte[0], BEGAN)).isEqualTo(Opened.No.REFUSED);
    }

    @Test
    void an_answer_with_a_change_of_any_byte_is_refused_its_times_included() {
        SealedAnswers answers = answers(Instant.ofEpochMilli(BEGAN));
        byte[] stored = answers.seal(REQUEST, new Stamp(BEGAN, 30_000, 630_000), TEXT);
        for (int i = 0; i < stored.length; i++) {
            byte[] tampered = stored.clone();
            tampered[i] ^= 1;
            assertThat(answers.open(REQUEST, tampered, BEGAN)).as("byte %d", i).isEqualTo(Opened.No.REFUSED);
        }
    }

    @Test
    void an_answer_that_is_put_back_after_its_time_is_over() {
        byte[] stored = answers(Instant.ofEpochMilli(BEGAN)).seal(REQUEST, new Stamp(BEGAN, 30_000, 630_000), TEXT);

        assertThat(answers(Instant.ofEpochMilli(BEGAN)).open(REQUEST, stored, BEGAN + 629_999))
                .isInstanceOf(Opened.Answer.class);
        assertThat(answers(Instant.ofEpochMilli(BEGAN)).open(REQUEST, stored, BEGAN + 630_000))
                .isEqualTo(Opened.No.OVER);
    }

    /** A server whose clock stands, or goes back. */
    @Test
    void an_answer_is_over_five_minutes_after_its_time_whatever_the_server_says() {
        Instant sealedAt = Instant.parse("2026-01-01T00:00:00Z");
        byte[] stored = answers(sealedAt).seal(REQUEST, new Stamp(BEGAN, 30_000, 630_000), TEXT);
        Instant last = sealedAt.plusMillis(630_000).plus(Duration.ofMinutes(5));

        assertThat(answers(last).open(REQUEST, stored, BEGAN)).isInstanceOf(Opened.Answer.class);
        assertThat(answers(last.plusMillis(1)).open(REQUEST, stored, BEGAN)).isEqualTo(Opened.No.OVER);
    }

    private static boolean opens(Seal by, Seal sealed) {
        return by.open(Kind.ANSWER, "name", TIMES, sealed.seal(Kind.ANSWER, "name", TIMES, TEXT))
                .isPresent();
    }

    private SealedAnswers answers(Instant now) {
        return new SealedAnswers(seal, new KeyNames("omg", FIRST), Clock.fixed(now, ZoneOffset.UTC));
    }

    private static DetailRequest detail(long id) {
        return new DetailRequest(new Account(CredentialMode.SERVICE, "gateway@example.com"), new MessageId(id));
    }

    private static byte[] secret(int fill) {
        byte[] secret = new byte[32];
        Arrays.fill(secret, (byte) fill);
        return secret;
    }
}
