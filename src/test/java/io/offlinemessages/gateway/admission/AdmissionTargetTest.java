package io.offlinemessages.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.access.UsersFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionTargetTest {

    private final Gatehouse gate;

    AdmissionTargetTest(@TempDir Path folder) throws UsersFileException {
        this.gate = Gatehouse.inServiceMode(folder);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/offlinemessages, /api/offlinemessages/",
        "/api/offlinemessages/, /api/offlinemessages/",
        "/api/offlinemessages?, /api/offlinemessages/",
        "/api/offlinemessages/?, /api/offlinemessages/",
        "/api/offlinemessages/744, /api/offlinemessages/744",
        "/api/offlinemessages/744/, /api/offlinemessages/744",
        "/api/offlinemessages/744?page_no=-2, /api/offlinemessages/744",
        "/api/offlinemessages/0000744, /api/offlinemessages/744",
        "/api/offlinemessages/9223372036854775807, /api/offlinemessages/9223372036854775807",
        "/%61pi/offlinemessages/744, /api/offlinemessages/744",
        "/api/%6Ffflinemessages/744, /api/offlinemessages/744",
        "/api/%6fffline%6dessages/, /api/offlinemessages/",
        "/api/offlinemessages/%37%34%34, /api/offlinemessages/744",
        "/api/offlinemessages/7%344/, /api/offlinemessages/744"
    })
    void equivalent_paths_are_one_resource(String target, String canonical) {
        assertThat(gate.outcome(Requests.get(target))).isEqualTo(canonical);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/, 404 NO_RESOURCE",
        "/api//, 404 NO_RESOURCE",
        "/api//offlinemessages, 404 NO_RESOURCE",
        "/api/OfflineMessages, 404 NO_RESOURCE",
        "/api/offlinemessage, 404 NO_RESOURCE",
        "/api/offlinemessages2, 404 NO_RESOURCE",
        "/api/offlinemessages;x=1, 404 NO_RESOURCE",
        "/api/offlinemessages%2F744, 404 NO_RESOURCE",
        "/api/offlinemessages%2f, 404 NO_RESOURCE",
        "/api/offlinemessages%3Fpage_no=2, 404 NO_RESOURCE",
        "/api/offlinemessages%20, 404 NO_RESOURCE",
        "/api/%256fofflinemessages, 404 NO_RESOURCE",
        "/api/./offlinemessages/744, 404 NO_RESOURCE",
        "/api/../api/offlinemessages/744, 404 NO_RESOURCE",
        "/api/%2e%2e/api/offlinemessages/744, 404 NO_RESOURCE",
        "/api/offlinemessages/744/replies, 404 NO_RESOURCE",
        "/api/offlinemessages/744//, 404 NO_RESOURCE",
        "/api/offlinemessages//744, 404 NO_RESOURCE",
        "/api/offlinemessages/./744, 404 NO_RESOURCE",
        "/api/offlinemessages/744/.., 404 NO_RESOURCE",
        "/api/offlinemessages/../users, 404 NO_RESOURCE"
    })
    void every_other_path_below_api_names_no_resource(String target, String outcome) {
        assertThat(gate.outcome(Requests.get(target))).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/offlinemessages/-14, -14",
        "/api/offlinemessages/0, 0",
        "/api/offlinemessages/abc, abc",
        "/api/offlinemessages/+7, +7",
        "/api/offlinemessages/%2B7, +7",
        "/api/offlinemessages/7.0, 7.0",
        "/api/offlinemessages/9223372036854775808, 9223372036854775808",
        "/api/offlinemessages/744;v=1, 744;v=1",
        "/api/offlinemessages/744%3Bv=1, 744;v=1",
        "/api/offlinemessages/7%2F44, 7/44",
        "/api/offlinemessages/744%2F, 744/",
        "/api/offlinemessages/.., ..",
        "/api/offlinemessages/%2E%2E, ..",
        "/api/offlinemessages/., .",
        "/api/offlinemessages/%2537, %37",
        "/api/offlinemessages/7%, 7%",
        "/api/offlinemessages/%zz, %zz",
        "/api/offlinemessages/%D9%A7, ٧",
        "/api/offlinemessages/%EF%BC%97, ７",
        "/api/offlinemessages/%C0%B7, \ufffd\ufffd",
        "/api/offlinemessages/744%00, '744\u0000'",
        "/api/offlinemessages/%20744, ' 744'",
        "/api/offlinemessages/744%3F, 744?",
        "/api/offlinemessages/744%23, 744#"
    })
    void an_invalid_id_is_named_in_decoded_form(String target, String named) {
        assertThat(gate.outcome(Requests.get(target))).isEqualTo("400 INVALID_ID " + named);
    }

    @Test
    void an_empty_id_is_invalid() {
        assertThat(gate.outcome(Requests.get("/api/offlinemessages//"))).isEqualTo("400 INVALID_ID");
    }

    @ParameterizedTest
    @CsvSource({
        "page_no=1, /api/offlinemessages/",
        "page_no=0001, /api/offlinemessages/",
        "page_no=2, /api/offlinemessages?page_no=2",
        "page_no=007, /api/offlinemessages?page_no=7",
        "page_no=9223372036854775807, /api/offlinemessages?page_no=9223372036854775807",
        "page_no=%32, /api/offlinemessages?page_no=2",
        "%70age_no=2, /api/offlinemessages?page_no=2",
        "page%5Fno=2, /api/offlinemessages?page_no=2",
        "x=1&page_no=2&y=&&z, /api/offlinemessages?page_no=2",
        "&page_no=2&, /api/offlinemessages?page_no=2",
        "limit=5&order=asc, /api/offlinemessages/",
        "Page_No=2, /api/offlinemessages/",
        "page_no[]=2, /api/offlinemessages/",
        "page-no=2, /api/offlinemessages/",
        "+page_no=2, /api/offlinemessages/",
        "page_no+=2, /api/offlinemessages/",
        "x=page_no=2, /api/offlinemessages/",
        "x=1;page_no=2, /api/offlinemessages/",
        "%26page_no=2, /api/offlinemessages/",
        "page_no%3D2, /api/offlinemessages/",
        "=page_no, /api/offlinemessages/"
    })
    void only_page_no_is_read_from_a_query(String query, String canonical) {
        assertThat(gate.outcome(Requests.get("/api/offlinemessages?" + query))).isEqualTo(canonical);
        assertThat(gate.outcome(Requests.get("/api/offlinemessages/?" + query))).isEqualTo(canonical);
    }

    @ParameterizedTest
    @CsvSource({
        "page_no=-2, 400 INVALID_PAGE -2",
        "page_no=0, 400 INVALID_PAGE 0",
        "page_no=two, 400 INVALID_PAGE two",
        "page_no=2.0, 400 INVALID_PAGE 2.0",
        "page_no=+2, 400 INVALID_PAGE  2",
        "page_no=%2B2, 400 INVALID_PAGE +2",
        "page_no=2%2, 400 INVALID_PAGE 2%2",
        "page_no=%D9%A2, 400 INVALID_PAGE ٢",
        "page_no==2, 400 INVALID_PAGE =2",
        "page_no=2;x, 400 INVALID_PAGE 2;x",
        "page_no=2?page_no=2, 400 INVALID_PAGE 2?page_no=2",
        "page_no=1%262, 400 INVALID_PAGE 1&2",
        "page_no=9223372036854775808, 400 INVALID_PAGE 9223372036854775808",
        "page_no=, 400 INVALID_PAGE",
        "page_no, 400 INVALID_PAGE",
        "x&page_no&y, 400 INVALID_PAGE"
    })
    void an_invalid_page_is_named_in_decoded_form(String query, String outcome) {
        assertThat(gate.outcome(Requests.get("/api/offlinemessages?" + query))).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({
        "page_no=1&page_no=1, '1,1'",
        "page_no=2&page_no=3, '2,3'",
        "page_no=02&x=y&page_no=3, '02,3'",
        "page_no=1&page_no=2&page_no=3, '1,2,3'",
        "page_no=2&%70age_no=3, '2,3'",
        "page_no=2&page_no=-3, -3",
        "page_no=-2&page_no=-3, -2",
        "page_no=2&page_no=x&page_no=-3, x"
    })
    void a_page_number_given_twice_is_invalid_and_the_first_wrong_one_or_all_are_named(String query, String named) {
        assertThat(gate.outcome(Requests.get("/api/offlinemessages?" + query))).isEqualTo("400 INVALID_PAGE " + named);
    }

    @Test
    void of_a_valid_and_an_empty_page_number_the_empty_one_is_named() {
        assertThat(gate.outcome(Requests.get("/api/offlinemessages?page_no=2&page_no=")))
                .isEqualTo("400 INVALID_PAGE");
    }
}
