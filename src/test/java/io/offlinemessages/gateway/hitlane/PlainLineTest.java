package io.offlinemessages.gateway.hitlane;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.offlinemessages.gateway.admission.Target;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainLineTest {

    private static final String BEFORE = "before it";

    @ParameterizedTest
    @ValueSource(strings = {"1", "744", "999999999999999999"})
    void a_number_of_up_to_18_digits_is_a_detail_or_a_page(String number) {
        assertThat(target("GET /api/offlinemessages/" + number + " HTTP/1.1\r\n"))
                .isEqualTo(new Target.Detail(number));
        assertThat(target("GET /api/offlinemessages/?page_no=" + number + " HTTP/1.1\r\n"))
                .isEqualTo(new Target.MessageList(List.of(number)));
    }

    @Test
    void a_line_without_a_number_is_the_list() {
        assertThat(target("GET /api/offlinemessages/ HTTP/1.1\r\n")).isEqualTo(new Target.MessageList(List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"744", "?page_no=3", ""})
    void a_plain_line_has_the_target_that_is_parsed_behind_the_codec(String last) {
        int mark = last.indexOf('?');
        String path = "/api/offlinemessages/" + (mark < 0 ? last : "");

        assertThat(target("GET /api/offlinemessages/" + last + " HTTP/1.1\r\n"))
                .isEqualTo(Target.parse(path, mark < 0 ? null : last.substring(1)));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
                    HEAD /api/offlinemessages/744 HTTP/1.1
                    get /api/offlinemessages/744 HTTP/1.1
                    GET  /api/offlinemessages/744 HTTP/1.1
                    GET /api/offlinemessages/744 HTTP/1.0
                    GET /api/offlinemessages/744 HTTP/1.11
                    GET /api/offlinemessages/744  HTTP/1.1
                    GET /api/offlinemessages/0744 HTTP/1.1
                    GET /api/offlinemessages/0 HTTP/1.1
                    GET /api/offlinemessages/-1 HTTP/1.1
                    GET /api/offlinemessages/1000000000000000000 HTTP/1.1
                    GET /api/offlinemessages/744/ HTTP/1.1
                    GET /api/offlinemessages/744? HTTP/1.1
                    GET /api/offlinemessages/744#a HTTP/1.1
                    GET /api/offlinemessages/7%34 HTTP/1.1
                    GET /api/offlinemessages//744 HTTP/1.1
                    GET /api/offlinemessages HTTP/1.1
                    GET /api/offlinemessages/? HTTP/1.1
                    GET /api/offlinemessages/?page_no= HTTP/1.1
                    GET /api/offlinemessages/?page_no=01 HTTP/1.1
                    GET /api/offlinemessages/?page_no=1&page_no=2 HTTP/1.1
                    GET /api/offlinemessages/?Page_no=1 HTTP/1.1
                    GET http://a/api/offlinemessages/744 HTTP/1.1
                    """)
    void any_other_spelling_is_left_to_the_codec(String line) {
        assertThat(read(line + "\r\n")).isNull();
    }

    @Test
    void an_incomplete_line_is_left_to_the_codec() {
        String line = "GET /api/offlinemessages/744 HTTP/1.1\r\n";
        for (int length = 0; length < line.length(); length++) {
            assertThat(read(line.substring(0, length))).as("%s octets", length).isNull();
        }
        assertThat(read(line.replace("\r", ""))).isNull();
    }

    private static Target target(String line) {
        ByteBuf octets = octets(line);
        PlainLine read = Objects.requireNonNull(PlainLine.read(octets, BEFORE.length()));
        assertThat(read.length()).isEqualTo(line.length());
        return read.target(octets, BEFORE.length());
    }

    private static @Nullable PlainLine read(String line) {
        return PlainLine.read(octets(line), BEFORE.length());
    }

    private static ByteBuf octets(String line) {
        return Unpooled.copiedBuffer(BEFORE + line, ISO_8859_1);
    }
}
