package io.offlinemessages.gateway.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DebounceTest {

    @ParameterizedTest(name = "after a, the looks {0} bring the news {1}")
    @CsvSource({"aaaa,''", "bb,b", "bbbb,b", "bcbcbc,''", "bccc,c", "baaa,''", "bbaa,ba", "bbccdd,bcd", "bbabb,b"})
    void a_change_is_news_once_and_only_when_it_was_seen_twice_running(String looks, String expected) {
        var settled = new Debounce<>("a");
        List<String> news = new ArrayList<>();
        for (String look : looks.split("", -1)) {
            if (settled.isNews(look)) {
                news.add(look);
            }
        }
        assertThat(String.join("", news)).isEqualTo(expected);
    }
}
