package io.offlinemessages.gateway.cache;

import static io.offlinemessages.gateway.cache.PlayedCache.detail;
import static io.offlinemessages.gateway.cache.PlayedCache.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.upstream.CheckedBody;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Fields that an upstream shows otherwise in lists than in details. */
@ExtendWith(OutputCaptureExtension.class)
class ComparableFieldsTest {

    private static final DetailRequest DETAIL = detail("jane", 744);
    private static final CanonicalRequest PAGE = page("jane", 1);

    private final PlayedCache cache = new PlayedCache();
    private int pages = 1;

    @Test
    void a_field_that_three_reloads_running_leave_as_it_was_is_left_out() {
        cache.load(DETAIL, message("a long text"));
        for (int reload = 1; reload <= 3; reload++) {
            show(row("a long…"));
            assertThat(cache.isFresh(DETAIL)).as("before reload " + reload).isFalse();
            cache.load(DETAIL, message("a long text"));
        }
        assertThat(leftOut("message")).isZero();
        show(row("a long…"));

        assertThat(cache.isFresh(DETAIL)).isTrue();
        assertThat(leftOut("message")).isOne();
    }

    @Test
    void a_field_is_left_out_for_all_messages_of_the_account_and_for_no_other_account() {
        leaveOutMessage("jane");
        for (String account : new String[] {"jane", "john"}) {
            cache.load(detail(account, 745), "{\"offline_message_id\":745,\"message\":\"another\"}");
            cache.load(page(account, ++pages), "[{\"offline_message_id\":745,\"message\":\"ano…\"}]");
        }

        assertThat(cache.isFresh(detail("jane", 745))).isTrue();
        assertThat(cache.isFresh(detail("john", 745))).isFalse();
    }

    @Test
    void other_fields_of_the_account_are_compared() {
        leaveOutMessage("jane");
        show("[{\"offline_message_id\":744,\"message\":\"a long…\",\"reply_message_count\":1}]");

        assertThat(cache.isFresh(DETAIL)).isFalse();
    }

    @Test
    void reloads_of_different_messages_count_together() {
        for (long id = 1; id <= 3; id++) {
            cache.load(detail("jane", id), "{\"offline_message_id\":" + id + ",\"subject\":\"long\"}");
        }
        String page =
                "[{\"offline_message_id\":1,\"subject\":\"l\"},{\"offline_message_id\":2,\"subject\":\"l\"},{\"offline_message_id\":3,\"subject\":\"l\"}]";
        show(page);
        for (long id = 1; id <= 3; id++) {
            cache.load(detail("jane", id), "{\"offline_message_id\":" + id + ",\"subject\":\"long\"}");
        }
        show(page);

        for (long id = 1; id <= 3; id++) {
            assertThat(cache.isFresh(detail("jane", id))).as("message " + id).isTrue();
        }
        assertThat(leftOut("subject")).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"the detail has changed", "the page agrees again"})
    void a_sign_that_the_field_can_be_compared_resets_the_count(String sign) {
        cache.load(DETAIL, message("a"));
        reloadInVain("a", "b");
        reloadInVain("a", "b");
        if (sign.equals("the detail has changed")) {
            cache.load(DETAIL, message("b"));
        } else {
            cache.load(DETAIL, message("a"));
            show(row("a"));
            show(row("b"));
            cache.load(DETAIL, message("b"));
        }
        show(row("c"));
        reloadInVain("b", "c");
        reloadInVain("b", "c");

        assertThat(cache.isFresh(DETAIL)).isFalse();
        assertThat(leftOut("message")).isZero();
        cache.load(DETAIL, message("b"));
        show(row("c"));
        assertThat(leftOut("message")).isOne();
    }

    @ParameterizedTest
    @CsvSource({"b, a, there and back, as the next page sees", "b, c, to something else, which the next page sees"})
    void two_changes_between_two_pages_do_not_count(String first, String second) {
        cache.load(DETAIL, message("a"));
        for (int time = 0; time < 5; time++) {
            show(row(first + (second.equals("a") ? "" : time)));
            // Changed back before the reload; the page after it shows the second change.
            cache.load(DETAIL, message("a"));
            show(row(second.equals("a") ? "a" : second + time));
            if (!second.equals("a")) {
                cache.load(DETAIL, message("a"));
            }
        }

        assertThat(leftOut("message")).isZero();
    }

    @Test
    void a_reload_that_a_cache_upstream_answers_from_before_the_page_does_not_count() {
        cache.load(DETAIL, message("old"));
        for (int time = 0; time < 5; time++) {
            show(row("new"));
            cache.load(DETAIL, CheckedBody.found(DETAIL, message("old"), 60));
        }
        show(row("new"));

        assertThat(cache.isFresh(DETAIL)).isFalse();
        assertThat(leftOut("message")).isZero();
    }

    @Test
    void after_an_hour_a_field_is_tried_again_and_one_reload_in_vain_suffices() {
        leaveOutMessage("jane");
        cache.ticker.advance(Duration.ofMinutes(59));
        cache.load(DETAIL, message("a long text"));
        show(row("a long…"));
        assertThat(cache.isFresh(DETAIL)).isTrue();

        cache.ticker.advance(Duration.ofMinutes(1));
        cache.load(DETAIL, message("a long text"));
        show(row("a long…"));
        assertThat(cache.isFresh(DETAIL)).isFalse();
        reloadInVain("a long text", "a long…");

        assertThat(cache.isFresh(DETAIL)).isTrue();
        assertThat(leftOut("message")).isEqualTo(2);
    }

    @Test
    void after_an_hour_a_field_that_agrees_counts_from_the_beginning() {
        leaveOutMessage("jane");
        cache.ticker.advance(Duration.ofHours(1));
        cache.load(DETAIL, message("a long text"));
        show(row("a longer text"));
        cache.load(DETAIL, message("a longer text"));
        show(row("a longer text"));
        show(row("another text"));
        reloadInVain("a longer text", "another text");
        reloadInVain("a longer text", "another text");

        assertThat(cache.isFresh(DETAIL)).isFalse();
        assertThat(leftOut("message")).isOne();
    }

    @Test
    void the_log_names_each_field_once(CapturedOutput output) {
        leaveOutMessage("jane");
        leaveOutMessage("john");
        assertThat(output.toString().split("show another message than", -1)).hasSize(2);

        DetailRequest detail = detail("jane", 745);
        cache.load(detail, "{\"offline_message_id\":745,\"subject\":\"s\"}");
        for (int reload = 0; reload < 3; reload++) {
            show("[{\"offline_message_id\":745,\"subject\":\"\"}]");
            cache.load(detail, "{\"offline_message_id\":745,\"subject\":\"s\"}");
        }
        show("[{\"offline_message_id\":745,\"subject\":\"\"}]");
        assertThat(output.toString().split("show another subject than", -1)).hasSize(2);
    }

    @Test
    void at_most_a_thousand_accounts_are_known() {
        leaveOutMessage("jane");
        for (int other = 0; other < 2_000; other++) {
            leaveOutMessage("user-" + other);
        }
        int known = 0;
        for (int other = 0; other < 2_000; other++) {
            String account = "user-" + other;
            cache.load(detail(account, 1), "{\"offline_message_id\":1,\"message\":\"a\"}");
            cache.load(page(account, ++pages), "[{\"offline_message_id\":1,\"message\":\"b\"}]");
            known += cache.isFresh(detail(account, 1)) ? 1 : 0;
        }

        assertThat(known).isBetween(900, 1_000);
    }

    /** An hour in which a dashboard asks for the page and the message in turn; messages are cut at 100 characters in lists. */
    @ParameterizedTest
    @CsvSource({"10, 2", "20, 2", "45, 1", "60, 0", "300, 0"})
    void an_upstream_that_cuts_messages_costs_the_calls_that_find_it_out(int seconds, int toFindOut) {
        var off = new PlayedCache(false, PlayedCache.IF_ERROR);

        assertThat(anHour(cache, seconds) - anHour(off, seconds)).isBetween(0, toFindOut);
    }

    private static int anHour(PlayedCache cache, int seconds) {
        String text = "x".repeat(300);
        for (int second = 0; second < 3_600; second += seconds) {
            poll(cache, PAGE, row(text.substring(0, 100)));
            poll(cache, DETAIL, message(text));
            cache.ticker.advance(Duration.ofSeconds(seconds));
        }
        return cache.callsOfDetails();
    }

    /** A request, whose call to the upstream, if it makes one, ends before the next. */
    private static void poll(PlayedCache cache, CanonicalRequest request, String json) {
        cache.begin(request);
        if (cache.isCalled(request)) {
            cache.answer(request, json);
        }
    }

    private void leaveOutMessage(String account) {
        DetailRequest detail = detail(account, 744);
        cache.load(detail, message("a long text"));
        for (int reload = 0; reload < 3; reload++) {
            cache.load(page(account, ++pages), row("a long…"));
            cache.load(detail, message("a long text"));
        }
        cache.load(page(account, ++pages), row("a long…"));
    }

    /** A reload that brings the same, and the page after it. */
    private void reloadInVain(String stored, String shown) {
        if (cache.isFresh(DETAIL)) {
            show(row(shown));
        }
        cache.load(DETAIL, message(stored));
        show(row(shown));
    }

    /** Loads a page, of a number of its own, so that none is fresh. */
    private void show(String json) {
        cache.load(page("jane", ++pages), json);
    }

    private double leftOut(String field) {
        return cache.count("gateway.cache.incomparable", "field", field);
    }

    private static String message(String text) {
        return "{\"offline_message_id\":744,\"message\":\"" + text + "\"}";
    }

    private static String row(String text) {
        return "[" + message(text) + "]";
    }
}
