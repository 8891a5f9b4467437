package io.offlinemessages.gateway.shared;

import static io.offlinemessages.gateway.shared.Replica.got;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.offlinemessages.gateway.contract.Account;
import io.offlinemessages.gateway.contract.CredentialMode;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.ListRequest;
import io.offlinemessages.gateway.contract.MessageId;
import io.offlinemessages.gateway.contract.PageNumber;
import io.offlinemessages.gateway.shared.SharedAnswers.Claim;
import io.offlinemessages.gateway.shared.SharedAnswers.Lease;
import io.offlinemessages.gateway.shared.SharedAnswers.Note;
import io.offlinemessages.gateway.shared.SharedAnswers.Stored;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;

/** Two replicas, and what each has of the other's answers and loads. */
class SharedAnswersTest {

    private static final long ID_UNLIKE_ANY_TIME = 744_744_744_744_744_744L;

    private static final Account ACCOUNT = new Account(CredentialMode.SERVICE, "gateway@example.com");
    private static final DetailRequest DETAIL = new DetailRequest(ACCOUNT, new MessageId(744));
    private static final ListRequest PAGE = new ListRequest(ACCOUNT, new PageNumber(2));
    private static final Duration LOAD = Duration.ofMinutes(1);
    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final byte[] TEXT = "{\"text\":\"hello\"}".getBytes(UTF_8);

    private static RedisProcess redis;
    private static RedisClient client;
    private static RedisCommands<byte[], byte[]> raw;

    private Replica one;
    private Replica other;

    @BeforeAll
    static void start() {
        redis = new RedisProcess();
        client = RedisClient.create(redis.url());
        raw = client.connect(ByteArrayCodec.INSTANCE).sync();
    }

    @AfterAll
    static void stop() {
        client.shutdown();
        redis.close();
    }

    @BeforeEach
    void begin() {
        raw.flushall();
        one = Replica.patient("one-", redis).started();
        other = Replica.patient("other-", redis).started();
    }

    @AfterEach
    void end() {
        one.close();
        other.close();
    }

    @Test
    void the_first_replica_that_asks_loads_and_the_others_get_its_answer() {
        Lease lease = lease(one);
        assertThat(claim(other)).isInstanceOfSatisfying(Claim.Loading.class, loading -> {
            assertThat(loading.began()).isEqualTo(lease.began());
            assertThat(loading.left()).isPositive().isLessThanOrEqualTo(LOAD);
        });

        assertThat(store(one, lease)).isEqualTo(Stored.YES);

        assertThat(claim(other)).isInstanceOfSatisfying(Claim.Found.class, found -> {
            assertThat(found.answer().text()).isEqualTo(TEXT);
            assertThat(found.answer().began()).isEqualTo(lease.began());
            assertThat(found.answer().age()).isBetween(Duration.ZERO, LOAD);
            assertThat(found.answer().freshFor()).isEqualTo(FRESH);
            assertThat(found.answer().keptFor()).isEqualTo(KEPT);
        });
    }

    @Test
    void of_a_thousand_concurrent_claims_one_loads() {
        List<Claim> claims = Flux.fromStream(IntStream.range(0, 1_000).boxed())
                .flatMap(
                        i -> (i % 2 == 0 ? one : other)
                                .answers.claim(DETAIL, 0, LOAD, new SharedTime(Duration.ofSeconds(5))),
                        1_000)
                .collectList()
                .block(Replica.SOON);

        assertThat(claims).filteredOn(Claim.Yours.class::isInstance).hasSize(1);
        assertThat(claims).filteredOn(Claim.Loading.class::isInstance).hasSize(999);
    }

    @Test
    void a_waiter_takes_the_awaited_answer_though_it_is_never_fresh() {
        Lease lease = lease(one);
        assertThat(got(other.answers.look(DETAIL, lease.began(), 0, other.time())))
                .isInstanceOf(Claim.Loading.class);
        store(one, lease, Duration.ZERO);

        assertThat(got(other.answers.look(DETAIL, lease.began(), 0, other.time())))
                .isInstanceOf(Claim.Found.class);
        assertThat(got(other.answers.look(DETAIL, lease.began() + 1, 0, other.time())))
                .isEqualTo(Claim.None.NOBODY);
    }

    @Test
    void an_answer_that_is_not_fresh_comes_with_the_right_to_load() {
        Lease lease = lease(one);
        store(one, lease, Duration.ZERO);

        assertThat(claim(other))
                .isInstanceOfSatisfying(
                        Claim.Yours.class,
                        yours -> assertThat(yours.stale())
                                .isNotNull()
                                .satisfies(stale -> assertThat(stale.text()).isEqualTo(TEXT)));
        assertThat(claim(one))
                .isInstanceOfSatisfying(
                        Claim.Loading.class,
                        loading -> assertThat(loading.stale()).isNotNull());
        assertThat(got(one.answers.claim(DETAIL, lease.began(), LOAD, one.time())))
                .isInstanceOfSatisfying(
                        Claim.Loading.class,
                        loading -> assertThat(loading.stale()).isNull());
    }

    @Test
    void a_holder_that_died_costs_its_time_and_no_more() {
        got(one.answers.claim(DETAIL, 0, Duration.ofMillis(1), one.time()));
        Replica.until(() -> got(other.answers.look(DETAIL, 0, 0, other.time())) == Claim.None.NOBODY);

        assertThat(claim(other)).isInstanceOf(Claim.Yours.class);
    }

    @Test
    void a_load_whose_lease_ran_out_stores_nothing_even_without_another_lease() {
        Lease ranOut = ((Claim.Yours) got(one.answers.claim(DETAIL, 0, Duration.ofMillis(1), one.time()))).lease();
        Replica.until(() -> got(other.answers.look(DETAIL, 0, 0, other.time())) == Claim.None.NOBODY);

        assertThat(store(one, ranOut)).isEqualTo(Stored.ENDED);
        Lease next = lease(other);
        assertThat(store(one, ranOut)).isEqualTo(Stored.ENDED);
        assertThat(store(other, next)).isEqualTo(Stored.YES);
        assertThat(store(other, next)).isEqualTo(Stored.ENDED);
    }

    @Test
    void a_load_that_stores_nothing_leaves_a_note() {
        Lease lease = lease(one);
        assertThat(got(one.answers.release(
                        DETAIL,
                        lease,
                        new Note("server_error", Duration.ofMinutes(1), Note.To.ALL),
                        false,
                        one.time())))
                .isTrue();

        assertThat(claim(other)).isInstanceOfSatisfying(Claim.Noted.class, noted -> {
            assertThat(noted.note()).isEqualTo("server_error");
            assertThat(noted.left()).isPositive().isLessThanOrEqualTo(Duration.ofMinutes(1));
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = Note.To.class,
            names = {"WAITING", "WAITING_STILL"})
    void a_note_for_waiters_reaches_waiters_alone(Note.To to) {
        Lease lease = lease(one);
        got(one.answers.release(DETAIL, lease, new Note("denied", Duration.ofMinutes(1), to), false, one.time()));

        assertThat(look(lease.began())).isInstanceOfSatisfying(Claim.Denied.class, denied -> {
            assertThat(denied.note()).isEqualTo("denied");
            assertThat(denied.began()).isEqualTo(lease.began());
            assertThat(denied.age()).isLessThan(Duration.ofMinutes(1));
        });
        assertThat(look(lease.began() - 1)).as("who waited for one before it").isInstanceOf(Claim.Denied.class);
        assertThat(look(lease.began() + 1)).as("who waits for a later one").isEqualTo(Claim.None.NOBODY);
        assertThat(look(0)).as("who waits for none").isEqualTo(Claim.None.NOBODY);
        assertThat(claim(other)).as("who asks later").isInstanceOf(Claim.Yours.class);
        assertThat(look(lease.began())).as("who still waits").isInstanceOf(Claim.Denied.class);
        got(other.evictions.evict(new Notice.OfId(DETAIL.id()), other.time()));
        assertThat(look(lease.began())).as("after an eviction").isEqualTo(Claim.None.NOBODY);
    }

    /** An outdating page evicts one answer, as a 403 does, and is evidence against what was loaded before. */
    @ParameterizedTest
    @CsvSource({"WAITING, true, false", "WAITING, false, false", "WAITING_STILL, false, true"})
    void a_note_of_a_load_that_was_evicted_is_told_where_it_is_the_reason(Note.To to, boolean outdated, boolean told) {
        Lease lease = lease(one);
        got(one.evictions.evict(new Notice.OfAnswer(DETAIL, outdated), one.time()));
        got(one.answers.release(DETAIL, lease, new Note("denied", Duration.ofMinutes(1), to), false, one.time()));

        assertThat(look(lease.began()) instanceof Claim.Denied).isEqualTo(told);
    }

    @Test
    void a_page_that_outdates_an_answer_ends_the_note_of_its_load() {
        Lease lease = lease(one);
        var note = new Note("denied", Duration.ofMinutes(1), Note.To.WAITING);
        got(one.answers.release(DETAIL, lease, note, false, one.time()));
        got(other.evictions.evict(new Notice.OfAnswer(DETAIL, true), other.time()));

        assertThat(look(lease.began())).isEqualTo(Claim.None.NOBODY);
    }

    private Claim look(long awaited) {
        return got(other.answers.look(DETAIL, awaited, 0, other.time()));
    }

    @Test
    void without_a_note_the_next_loads_at_once() {
        got(one.answers.release(DETAIL, lease(one), Note.NONE, false, one.time()));

        assertThat(claim(other)).isInstanceOf(Claim.Yours.class);
    }

    @Test
    void a_load_may_end_the_answer_that_is_stored() {
        store(one, lease(one), Duration.ZERO);
        got(one.answers.release(DETAIL, lease(one), Note.NONE, true, one.time()));

        assertThat(claim(other))
                .isInstanceOfSatisfying(
                        Claim.Yours.class, yours -> assertThat(yours.stale()).isNull());
    }

    static List<Notice> evictions() {
        return List.of(
                new Notice.OfAll(),
                new Notice.OfId(new MessageId(744)),
                new Notice.OfAccount(ACCOUNT),
                new Notice.OfAnswer(DETAIL, false));
    }

    @ParameterizedTest
    @MethodSource("evictions")
    void an_eviction_ends_the_answer_and_the_load_that_began_before_it(Notice eviction) {
        Lease before = lease(one);
        store(one, before, Duration.ZERO);
        Lease underWay = lease(one);

        assertThat(got(other.evictions.evict(eviction, other.time()))).isTrue();

        assertThat(got(other.answers.look(DETAIL, before.began(), 0, other.time())))
                .isEqualTo(Claim.None.NOBODY);
        assertThat(store(one, underWay)).isEqualTo(Stored.ENDED);
        Lease after = lease(other);
        assertThat(store(other, after)).isEqualTo(Stored.YES);
        assertThat(claim(one)).isInstanceOf(Claim.Found.class);
    }

    @Test
    void an_eviction_of_other_answers_ends_nothing() {
        store(one, lease(one));
        for (Notice others : List.of(
                new Notice.OfId(new MessageId(745)),
                new Notice.OfPage(new PageNumber(744)),
                new Notice.OfAccount(new Account(CredentialMode.FORWARD, "gateway@example.com")),
                new Notice.OfAnswer(PAGE, false))) {
            got(other.evictions.evict(others, other.time()));
        }
        assertThat(claim(other)).isInstanceOf(Claim.Found.class);
    }

    @Test
    void an_eviction_of_an_id_ends_all_pages_and_one_of_a_page_that_page() {
        var third = new ListRequest(ACCOUNT, new PageNumber(3));
        for (ListRequest page : List.of(PAGE, third)) {
            Lease lease = ((Claim.Yours) got(one.answers.claim(page, 0, LOAD, one.time()))).lease();
            got(one.answers.store(page, lease, FRESH, KEPT, TEXT, one.time()));
        }
        got(other.evictions.evict(new Notice.OfPage(new PageNumber(2)), other.time()));
        assertThat(got(one.answers.look(PAGE, 0, 0, one.time()))).isEqualTo(Claim.None.NOBODY);
        assertThat(got(one.answers.look(third, 0, 0, one.time()))).isInstanceOf(Claim.Found.class);

        got(other.evictions.evict(new Notice.OfId(new MessageId(1)), other.time()));
        assertThat(got(one.answers.look(third, 0, 0, one.time()))).isEqualTo(Claim.None.NOBODY);
    }

    /** What began and what was evicted in one millisecond still have an order. */
    @Test
    void an_eviction_comes_after_all_before_it_and_before_all_after_it() {
        for (int i = 0; i < 200; i++) {
            Lease lease = lease(one);
            got(one.evictions.evict(new Notice.OfId(DETAIL.id()), one.time()));
            assertThat(store(one, lease)).as("round %d", i).isEqualTo(Stored.ENDED);
            Lease next = lease(one);
            assertThat(store(one, next)).as("round %d", i).isEqualTo(Stored.YES);
            got(one.evictions.evict(new Notice.OfId(DETAIL.id()), one.time()));
        }
    }

    /** As an attacker with the server in hand may: each is a miss and a count, and the next load mends it. */
    @Test
    void a_tampered_or_swapped_text_is_a_miss() {
        store(one, lease(one));
        byte[] name = one.names.of(Kind.ANSWER, DETAIL).getBytes(UTF_8);
        byte[] stored = raw.get(name);
        stored[stored.length - 1] ^= 1;
        raw.set(name, stored);

        Lease mending = lease(other);
        assertThat(other.refusedSeals()).isOne();
        assertThat(store(other, mending)).isEqualTo(Stored.YES);
        assertThat(claim(one)).isInstanceOf(Claim.Found.class);

        var second = new DetailRequest(ACCOUNT, new MessageId(745));
        raw.set(one.names.of(Kind.ANSWER, second).getBytes(UTF_8), raw.get(name));
        assertThat(got(other.answers.claim(second, 0, LOAD, other.time()))).isInstanceOf(Claim.Yours.class);
        assertThat(other.refusedSeals()).isEqualTo(2);
    }

    @Test
    void a_replica_that_seals_with_other_secrets_misses_and_loads_under_the_same_names() {
        try (var sealing = with((byte) 5, (byte) 1);
                var missing = with((byte) 9, (byte) 1)) {
            store(sealing, lease(sealing));

            Lease lease = lease(missing);
            assertThat(missing.refusedSeals()).isOne();
            assertThat(store(missing, lease)).isEqualTo(Stored.YES);
            assertThat(claim(sealing)).isInstanceOf(Claim.Yours.class);
        }
    }

    private static Replica with(byte... secrets) {
        var properties = Replica.properties(redis.url(), 1, secrets);
        return new Replica("with" + secrets[0] + '-', properties, 0, Duration.ofMinutes(1), Ticker.systemTicker())
                .started();
    }

    @Test
    void nothing_in_the_server_names_an_account_an_id_or_a_text() {
        var detail = new DetailRequest(ACCOUNT, new MessageId(ID_UNLIKE_ANY_TIME));
        evictions().forEach(notice -> got(one.evictions.evict(notice, one.time())));
        got(one.evictions.evict(new Notice.OfAnswer(detail, true), one.time()));
        var lease = ((Claim.Yours) got(one.answers.claim(detail, 0, LOAD, one.time()))).lease();
        got(one.answers.store(detail, lease, LOAD, LOAD, "hello".getBytes(UTF_8), one.time()));

        var all = new StringBuilder();
        for (byte[] key : raw.keys("*")) {
            all.append(new String(key, UTF_8))
                    .append('\n')
                    .append(new String(raw.dump(key), UTF_8))
                    .append('\n');
        }
        assertThat(all)
                .contains("omg:a1:")
                .doesNotContain("gateway@", "" + ID_UNLIKE_ANY_TIME, "hello", "offlinemessages");
    }

    /** The system's clock was a day ahead, and has been set right. */
    @Test
    void answers_grow_old_although_the_servers_clock_has_gone_back() {
        raw.hset(
                "omg:clock".getBytes(UTF_8),
                "last".getBytes(UTF_8),
                ("" + (System.currentTimeMillis() + 86_400_000)).getBytes(UTF_8));

        assertThat(claim(one)).as("who knew the time before").isEqualTo(Claim.None.ALONE);
        assertThat(claim(other)).isEqualTo(Claim.None.ALONE);
        Lease lease = lease(one);
        store(one, lease, Duration.ofMillis(50));

        assertThat(lease.began()).isGreaterThan(System.currentTimeMillis() + 80_000_000);
        Replica.until(() -> claim(other) instanceof Claim.Yours);
    }

    @Test
    void evictions_do_not_make_the_servers_clock_run_ahead() {
        for (int i = 0; i < 500; i++) {
            got(one.evictions.evict(new Notice.OfId(DETAIL.id()), one.time()));
        }

        assertThat(lease(other).began()).isLessThanOrEqualTo(System.currentTimeMillis() + 10);
    }

    private static Claim claim(Replica replica) {
        return got(replica.answers.claim(DETAIL, 0, LOAD, replica.time()));
    }

    private static Lease lease(Replica replica) {
        return ((Claim.Yours) claim(replica)).lease();
    }

    private static Stored store(Replica replica, Lease lease) {
        return store(replica, lease, FRESH);
    }

    private static Stored store(Replica replica, Lease lease, Duration freshFor) {
        return got(replica.answers.store(DETAIL, lease, freshFor, KEPT, TEXT, replica.time()));
    }
}
