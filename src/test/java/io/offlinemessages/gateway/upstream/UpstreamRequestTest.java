package io.offlinemessages.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.contract.Account;
import io.offlinemessages.gateway.contract.Authorization;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.CredentialMode;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.ListRequest;
import io.offlinemessages.gateway.contract.MessageId;
import io.offlinemessages.gateway.contract.PageNumber;
import java.net.URI;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UpstreamRequestTest {

    private final Origin origin = Origin.answering(request -> Origin.json(503, "{}"));

    @AfterEach
    void close() {
        origin.close();
    }

    static Stream<Arguments> targets() {
        return Stream.of(
                Arguments.of(Samples.DETAIL, "/api/offlinemessages/744"),
                Arguments.of(
                        new DetailRequest(Samples.ACCOUNT, new MessageId(Long.MAX_VALUE)),
                        "/api/offlinemessages/9223372036854775807"),
                Arguments.of(Samples.LIST, "/api/offlinemessages/"),
                Arguments.of(new ListRequest(Samples.ACCOUNT, new PageNumber(3)), "/api/offlinemessages?page_no=3"));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void the_target_is_built_from_the_canonical_request(CanonicalRequest request, String target) {
        try (var upstream = TestUpstream.at(origin.url()).attempts(1).build()) {
            upstream.fetch(request);
        }

        assertThat(origin.requests()).singleElement().satisfies(sent -> {
            assertThat(sent.method()).isEqualTo("GET");
            assertThat(sent.target()).isEqualTo(target);
        });
    }

    @Test
    void the_path_of_the_base_address_comes_first() {
        var base = URI.create(origin.url() + "/v1/");
        try (var upstream = TestUpstream.at(base).attempts(1).build()) {
            upstream.fetch(Samples.DETAIL);
        }

        assertThat(origin.requests())
                .singleElement()
                .extracting(Origin.Request::target)
                .isEqualTo("/v1/api/offlinemessages/744");
    }

    @Test
    void an_encoded_base_path_is_not_encoded_again() {
        var base = URI.create(origin.url() + "/pre%20fix/a%2Fb/");
        try (var upstream = TestUpstream.at(base).attempts(1).build()) {
            upstream.fetch(Samples.LIST);
        }

        assertThat(origin.requests())
                .singleElement()
                .extracting(Origin.Request::target)
                .isEqualTo("/pre%20fix/a%2Fb/api/offlinemessages/");
    }

    @Test
    void these_header_fields_arrive_and_no_other() {
        try (var upstream = TestUpstream.at(origin.url()).attempts(1).build()) {
            upstream.fetch(Samples.DETAIL);
        }

        assertThat(origin.requests()).singleElement().satisfies(sent -> {
            assertThat(sent.fields().stream().map(field -> field.replaceAll("[0-9a-f]{16}-01$", "PARENT-01")))
                    .extracting(String::toLowerCase)
                    .containsExactlyInAnyOrder(
                            "accept: application/json",
                            "accept-encoding: identity",
                            "authorization: basic z2f0zxdheublegftcgxllmnvbtpzzxnhbwu=",
                            "host: " + origin.url().getAuthority(),
                            "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-parent-01",
                            "user-agent: offline-messages-gateway",
                            "x-request-id: request-1");
            assertThat(sent.field("Authorization")).isEqualTo("Basic Z2F0ZXdheUBleGFtcGxlLmNvbTpzZXNhbWU=");
        });
    }

    @Test
    void each_attempt_has_a_parent_id_of_its_own() {
        try (var upstream = TestUpstream.at(origin.url()).attempts(3).build()) {
            upstream.fetch(Samples.DETAIL);
        }

        assertThat(origin.requests())
                .extracting(sent -> sent.field("traceparent"))
                .hasSize(3)
                .doesNotHaveDuplicates()
                .allMatch(parent -> parent.matches("00-4bf92f3577b34da6a3ce929d0e0e4736-[0-9a-f]{16}-01"));
    }

    @Test
    void in_forward_mode_the_callers_credential_arrives() {
        var jane = new Account(CredentialMode.FORWARD, "jane@example.com");
        var context = new CallContext(
                "request-2", Samples.CONTEXT.span(), Authorization.basic("jane@example.com", "p\u00e4ssword"));
        try (var upstream =
                TestUpstream.at(origin.url()).forwarding().attempts(1).build()) {
            upstream.upstream()
                    .fetch(new DetailRequest(jane, new MessageId(744)), context)
                    .block(TestUpstream.PATIENCE);
        }

        assertThat(origin.requests())
                .singleElement()
                .extracting(sent -> sent.field("Authorization"))
                .isEqualTo("Basic amFuZUBleGFtcGxlLmNvbTpww6Rzc3dvcmQ=");
    }
}
