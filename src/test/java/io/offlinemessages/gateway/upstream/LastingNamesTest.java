package io.offlinemessages.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Names by a real name server, in a pod whose system would ask below its search domains first. */
class LastingNamesTest {

    private static final MultiThreadIoEventLoopGroup LOOPS =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    private static final String NAME = "api.example.com";
    private static final int MINUTE = 60;

    private final FakeTicker ticker = new FakeTicker();
    private final NameServer names = new NameServer(NameServer.Answer.LOOPBACK);
    private final AddressResolver<InetSocketAddress> resolver = new UpstreamNames(names.asked(), ticker)
            .group(new DnsNameResolverBuilder()
                    .datagramChannelType(NioDatagramChannel.class)
                    .searchDomains(List.of("ns.svc.cluster.local", "svc.cluster.local"))
                    .ndots(5))
            .getResolver(LOOPS.next());

    @AfterEach
    void close() {
        resolver.close();
        names.close();
    }

    @AfterAll
    static void stop() {
        LOOPS.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @ParameterizedTest
    @CsvSource({
        "api.example.com, LOOPBACK, api.example.com",
        "api.example.com, SERVER_FAILURE, api.example.com",
        "api.example.com, NO_SUCH_NAME, api.example.com api.example.com.ns.svc.cluster.local",
        "upstream.other, NO_SUCH_NAME, upstream.other upstream.other.ns.svc.cluster.local",
        "upstream.other, NO_ADDRESS, upstream.other upstream.other.ns.svc.cluster.local",
        "upstream, NO_SUCH_NAME, upstream.ns.svc.cluster.local",
        "offline_api, NO_SUCH_NAME, offline_api.ns.svc.cluster.local",
        "127.0.0.1, LOOPBACK, ''",
    })
    void a_name_with_a_dot_is_asked_for_as_it_is_and_elsewhere_only_if_there_is_none(
            String name, NameServer.Answer itself, String questions) {
        names.say(name, itself);

        resolve(name).awaitUninterruptibly();

        assertThat(String.join(" ", names.questions())).isEqualTo(questions);
    }

    @Test
    void an_address_is_used_for_as_long_as_dns_allows_and_then_asked_for_again() {
        names.allow(MINUTE, 1);
        assertThat(address()).isEqualTo("127.0.0.1");
        names.allow(MINUTE, 2);

        ticker.advance(Duration.ofSeconds(MINUTE).minusNanos(1));
        assertThat(address()).isEqualTo("127.0.0.1");
        ticker.advance(Duration.ofNanos(1));
        assertThat(address()).isEqualTo("127.0.0.2");
    }

    @Test
    void a_shorter_lived_alias_ends_an_address_earlier() {
        names.say(NameServer.Answer.LOOPBACK_BY_ALIAS);
        names.allow(MINUTE, 1);
        assertThat(address()).isEqualTo("127.0.0.1");
        names.allow(MINUTE, 2);

        ticker.advance(Duration.ofSeconds(1));
        assertThat(address()).isEqualTo("127.0.0.2");
    }

    @Test
    void an_address_is_used_for_an_hour_at_most() {
        names.allow(24 * 60 * MINUTE, 1);
        assertThat(address()).isEqualTo("127.0.0.1");
        names.allow(MINUTE, 2);

        ticker.advance(Duration.ofHours(1).minusNanos(1));
        assertThat(address()).isEqualTo("127.0.0.1");
        ticker.advance(Duration.ofNanos(1));
        assertThat(address()).isEqualTo("127.0.0.2");
    }

    @ParameterizedTest
    @EnumSource(
            value = NameServer.Answer.class,
            names = {"SERVER_FAILURE", "NOTHING"})
    void while_dns_is_away_an_address_stays_for_ten_minutes_past_its_time_and_not_longer(NameServer.Answer away) {
        names.allow(MINUTE, 1);
        assertThat(address()).isEqualTo("127.0.0.1");
        names.say(away);

        ticker.advance(Duration.ofSeconds(MINUTE));
        assertThat(address()).isEqualTo("127.0.0.1");
        ticker.advance(Duration.ofMinutes(10).minusNanos(1));
        assertThat(address()).isEqualTo("127.0.0.1");
        ticker.advance(Duration.ofNanos(1));
        assertUnknown();
    }

    @ParameterizedTest
    @EnumSource(
            value = NameServer.Answer.class,
            names = {"NO_SUCH_NAME", "NO_ADDRESS"})
    void a_missing_name_is_an_answer_and_ends_its_address_at_once(NameServer.Answer gone) {
        assertThat(address()).isEqualTo("127.0.0.1");
        names.say(gone);
        assertUnknown();

        names.say(NameServer.Answer.SERVER_FAILURE);
        assertUnknown();
    }

    /** A search domain that knows all names would get the account's password. */
    @Test
    void a_search_domain_is_not_queried_while_dns_is_away() {
        names.say(NAME, NameServer.Answer.SERVER_FAILURE);

        assertUnknown();
        assertThat(names.questions()).containsExactly(NAME);
    }

    @Test
    void a_dns_that_is_away_is_not_queried_for_five_seconds() {
        assertThat(address()).isEqualTo("127.0.0.1");
        names.say(NameServer.Answer.SERVER_FAILURE);
        assertThat(address()).isEqualTo("127.0.0.1");
        names.say(NameServer.Answer.LOOPBACK);
        names.allow(0, 2);

        ticker.advance(Duration.ofSeconds(5).minusNanos(1));
        assertThat(address()).isEqualTo("127.0.0.1");
        ticker.advance(Duration.ofNanos(1));
        assertThat(address()).isEqualTo("127.0.0.2");
    }

    private void assertUnknown() {
        assertThatExceptionOfType(UnknownHostException.class)
                .isThrownBy(() -> resolve(NAME).sync());
    }

    private String address() {
        return resolve(NAME).syncUninterruptibly().getNow().get(0).getAddress().getHostAddress();
    }

    private Future<List<InetSocketAddress>> resolve(String name) {
        return resolver.resolveAll(InetSocketAddress.createUnresolved(name, 80));
    }
}
