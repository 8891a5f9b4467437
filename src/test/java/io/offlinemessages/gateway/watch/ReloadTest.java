package io.offlinemessages.gateway.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ReloadTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Deque<String> there = new ArrayDeque<>();
    private final List<String> loaded = new ArrayList<>();
    private final Reload<String> reload = new Reload<>(
            "a",
            this::read,
            this::load,
            () -> "the letter " + (loaded.isEmpty() ? "a" : loaded.get(loaded.size() - 1)),
            result -> meters.counter("reloads", "result", result));

    @ParameterizedTest(name = "after a, the snapshots {0} load {1}; {2} are refused")
    @CsvSource({
        "aaaa,   '',  0",
        "bb,     b,   0",
        "bbbb,   b,   0",
        "bcbcbc, '',  0",
        "bccc,   c,   0",
        "baaa,   '',  0",
        "bbaa,   ba,  0",
        "bbccdd, bcd, 0",
        "bbabb,  b,   0",
        // The loader refuses an x, the reader a dash.
        "xxxx,   '',  1",
        "----,   '',  1",
        "-a-a,   '',  0",
        "xx--,   '',  2",
        "xxaa,   a,   1",
        "--bb,   b,   1",
    })
    void a_change_is_loaded_once_after_two_consecutive_polls_have_found_it(
            String snapshots, String expected, int refusals) {
        poll(snapshots);
        assertThat(String.join("", loaded)).isEqualTo(expected);
        assertThat(count("loaded")).isEqualTo(expected.length());
        assertThat(count("refused")).isEqualTo(refusals);
        assertThat(reload.isRefused()).isEqualTo(refusals > 0 && expected.isEmpty());
    }

    @Test
    void each_result_is_counted_from_the_start() {
        assertThat(meters.get("reloads").counters()).hasSize(2);
    }

    @Test
    void each_result_is_one_line_of_the_log(CapturedOutput output) {
        poll("bb");
        assertThat(output.getAll()).contains("Loaded the letter b.");
        poll("xx");
        assertThat(output.getAll()).contains("Kept the letter b loaded before: x is none of the letters a to d.");
        poll("--");
        assertThat(output.getAll()).contains("Kept the letter b loaded before: nothing is there.");
    }

    private void poll(String snapshots) {
        snapshots.chars().mapToObj(Character::toString).forEach(snapshot -> {
            there.add(snapshot);
            reload.poll();
        });
    }

    private String read() throws Refused {
        String letter = there.remove();
        if (letter.equals("-")) {
            throw new Refused("nothing is there.");
        }
        return letter;
    }

    private String load(String letter) throws Refused {
        if (letter.equals("x")) {
            throw new Refused("x is none of the letters a to d.");
        }
        loaded.add(letter);
        return "the letter " + letter;
    }

    private double count(String result) {
        return meters.counter("reloads", "result", result).count();
    }
}
