package io.offlinemessages.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Who is hashed when, by a thread that takes 60 ms for a hash; names that begin with "right" have the right password. */
class HashingQueueTest {

    private static final Duration HASH = Duration.ofMillis(60);
    private static final Duration REST = HASH.multipliedBy(HashingQueue.REST);
    private static final Duration WRONG = HASH.plus(REST);

    private final CredentialKey.Factory keys = new CredentialKey.Factory(new SecureRandom());
    private final VirtualTime time = new VirtualTime();
    private final HashingQueue queue = queue(1);
    private final List<String> hashed = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private final List<Duration> retryAfter = new ArrayList<>();

    private HashingQueue queue(int threads) {
        return new HashingQueue(threads, check -> time.run(HASH.toNanos(), check), time, time);
    }

    @Test
    void networks_take_turns_however_much_one_of_them_sends() {
        for (int i = 0; i < 5; i++) {
            add("a" + i, "192.0.2." + i);
        }
        add("b0", "198.51.100.1");
        add("b1", "198.51.100.1");
        add("c0", "2001:db8::1");

        time.advance(WRONG.multipliedBy(8));

        assertThat(hashed).containsExactly("a0", "b0", "c0", "a1", "b1", "a2", "a3", "a4");
    }

    @Test
    void the_addresses_of_a_network_take_turns_in_its_time() {
        for (int i = 0; i < 3; i++) {
            add("a" + i, "192.0.2.1");
        }
        add("b", "192.0.2.2");
        add("c", "198.51.100.1");

        time.advance(WRONG.multipliedBy(5));

        assertThat(hashed).containsExactly("a0", "c", "b", "a1", "a2");
    }

    @Test
    void time_is_shared_and_not_checks_so_that_right_passwords_which_need_no_rest_wait_less() {
        add("a0", "192.0.2.1");
        for (int i = 1; i < 4; i++) {
            add("a" + i, "192.0.2.1");
            add("right" + i, "198.51.100.1");
        }
        time.advance(WRONG.multipliedBy(2).plus(HASH.multipliedBy(3)));

        assertThat(hashed).containsExactly("a0", "right1", "right2", "right3", "a1");
    }

    @Test
    void a_thread_rests_after_a_wrong_password_only_and_a_proven_caller_does_not_wait_for_that() {
        add("wrong", "192.0.2.1");
        add("stranger", "198.51.100.1");
        time.advance(HASH);
        assertThat(hashed).containsExactly("wrong");

        addProven("right", "203.0.113.1");
        time.advance(HASH);
        assertThat(hashed).containsExactly("wrong", "right");

        time.advance(REST.minusNanos(1));
        assertThat(hashed).hasSize(2);
        time.advance(Duration.ofNanos(1));
        assertThat(hashed).containsExactly("wrong", "right", "stranger");
    }

    @Test
    void proven_callers_come_first_and_are_not_refused_because_of_strangers() {
        for (int i = 0; i < 2 * HashingQueue.MOST_WAITING; i++) {
            add("a" + i, "192.0.2." + i);
        }
        refused.clear();
        addProven("right0", "192.0.2.1");
        addProven("right1", "192.0.2.1");

        time.advance(HASH.multipliedBy(3));

        assertThat(hashed).containsExactly("a0", "right0", "right1");
        assertThat(refused).isEmpty();
    }

    @Test
    void beyond_the_places_those_are_refused_whose_network_waits_most_and_others_get_in() {
        for (int i = 0; i <= HashingQueue.MOST_WAITING; i++) {
            add("a" + i, "192.0.2.1");
        }
        assertThat(refused).isEmpty();

        add("b", "198.51.100.1");
        assertThat(refused).containsExactly("a" + HashingQueue.MOST_WAITING);
        add("a", "192.0.2.1");
        assertThat(refused).containsExactly("a" + HashingQueue.MOST_WAITING, "a");

        time.advance(WRONG.plus(HASH));
        assertThat(hashed).containsExactly("a0", "b");
    }

    @Test
    void a_rest_holds_no_place() {
        add("resting", "192.0.2.1");
        time.advance(HASH);
        for (int i = 0; i < HashingQueue.MOST_WAITING; i++) {
            add("a" + i, "192.0.2.1");
        }
        assertThat(refused).isEmpty();
    }

    @Test
    void a_refused_caller_keeps_its_turn_and_is_next_after_the_time_in_its_answer() {
        add("a", "192.0.2.0");
        for (int i = 0; i < HashingQueue.MOST_WAITING; i++) {
            add("n" + i, "10.0." + i + ".1");
        }
        add("late", "198.51.100.1");
        assertThat(refused).containsExactly("late");
        Duration turn = retryAfter.get(0);
        assertThat(turn).isEqualTo(Duration.ofSeconds(24));

        // All of them go on, and new ones come.
        Duration gone = Duration.ZERO;
        for (int i = 0; gone.compareTo(turn) < 0; i++) {
            add("m" + i, "10.1." + i + ".1");
            add("n", "10.0." + i + ".1");
            time.advance(WRONG);
            gone = gone.plus(WRONG);
        }
        hashed.clear();
        add("late again", "198.51.100.1");
        time.advance(WRONG.plus(HASH));
        assertThat(hashed).contains("late again");
    }

    @Test
    void a_turn_is_kept_for_two_seconds_longer_and_no_more() {
        add("a", "192.0.2.0");
        for (int i = 0; i < 3; i++) {
            add("n" + i, "10.0." + i + ".1");
        }
        var gone = add("gone", "198.51.100.1");
        queue.leave(gone);
        // Two seconds until its turn, and two more.
        keepBusy(Duration.ofMillis(3_900));
        add("m", "10.9.0.1");
        add("back", "198.51.100.1");
        hashed.clear();
        time.advance(WRONG.multipliedBy(6));
        assertThat(hashed).filteredOn(name -> !name.equals("busy")).containsExactly("back", "m");

        gone = add("gone", "198.51.100.1");
        queue.leave(gone);
        keepBusy(Duration.ofSeconds(20));
        add("m", "10.9.1.1");
        add("back", "198.51.100.1");
        hashed.clear();
        time.advance(WRONG.multipliedBy(6));
        assertThat(hashed).filteredOn(name -> !name.equals("busy")).containsExactly("m", "back");
    }

    /** For about so long there are always two networks that wait. */
    private void keepBusy(Duration duration) {
        Duration step = WRONG.dividedBy(2);
        for (int i = 0; step.multipliedBy(i).compareTo(duration) < 0; i++) {
            add("busy", "203.0." + i % 2 + ".1");
            time.advance(step);
        }
    }

    @Test
    void a_turn_that_was_kept_is_good_for_one_check() {
        add("a", "192.0.2.0");
        add("n0", "10.0.0.1");
        queue.leave(add("gone", "198.51.100.1"));
        for (int i = 0; i < 5; i++) {
            add("n0", "10.0.0.1");
            time.advance(WRONG);
        }
        hashed.clear();
        add("back0", "198.51.100.1");
        add("back1", "198.51.100.1");
        add("n0", "10.0.0.1");
        time.advance(WRONG.multipliedBy(4));

        assertThat(hashed).containsExactly("n0", "back0", "n0", "back1");
    }

    @Test
    void a_wait_is_bounded_for_each_and_the_answer_says_when_it_is_its_turn() {
        for (int i = 0; i < 60; i++) {
            add("a" + i, "192.0.2.1");
        }
        time.advance(Duration.ofSeconds(1));
        add("b", "192.0.2.1");
        time.advance(HashingQueue.LONGEST_WAIT.minusSeconds(1).minusNanos(1));
        assertThat(refused).isEmpty();

        time.advance(Duration.ofNanos(1));
        assertThat(refused).hasSize(60 - 28).doesNotContain("b");
        time.advance(Duration.ofSeconds(1));
        assertThat(hashed).as("nobody was left before it").contains("b");
        assertThat(retryAfter)
                .allSatisfy(after -> assertThat(after).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(13)));
    }

    @Test
    void proven_callers_wait_no_longer_either() {
        for (int i = 0; i < 200; i++) {
            addProven("right" + i, "192.0.2.1");
        }
        time.advance(HashingQueue.LONGEST_WAIT.plus(HASH));
        assertThat(hashed).hasSize(167);
        assertThat(refused).hasSize(33);
    }

    @Test
    void a_caller_that_leaves_makes_room_and_is_not_hashed() {
        var checks = new ArrayList<Check>();
        for (int i = 0; i <= HashingQueue.MOST_WAITING; i++) {
            checks.add(add("a" + i, "192.0.2.1"));
        }
        checks.forEach(queue::leave);
        add("b", "192.0.2.2");
        assertThat(refused).isEmpty();

        time.advance(WRONG.multipliedBy(5));
        assertThat(hashed).containsExactly("a0", "b");
    }

    @Test
    void as_many_are_hashed_at_once_as_there_are_threads() {
        var two = queue(2);
        for (int i = 0; i < 4; i++) {
            two.add(check("a" + i, "192.0.2.1", false));
        }
        time.advance(HASH);
        assertThat(hashed).containsExactly("a0", "a1");
        time.advance(WRONG);
        assertThat(hashed).hasSize(4);
    }

    @Test
    void a_check_that_throws_frees_its_thread() {
        var check = new Check(
                new BasicCredentials("a", "b"),
                keys.of(new BasicCredentials("a", "b")),
                address("::1"),
                false,
                new Recorder() {
                    @Override
                    public boolean hash(Check check) {
                        throw new IllegalStateException("on purpose");
                    }
                });
        queue.add(check);
        try {
            time.advance(HASH);
        } catch (IllegalStateException onPurpose) {
            // As it would end a thread's task.
        }
        add("b", "192.0.2.1");
        time.advance(WRONG);
        assertThat(hashed).containsExactly("b");
    }

    @Test
    void a_closed_pool_refuses_all_checks() {
        var closed = new HashingQueue(
                1,
                check -> {
                    throw new RejectedExecutionException();
                },
                time,
                time);
        closed.add(check("a", "192.0.2.1", false));
        closed.add(check("b", "192.0.2.1", false));
        assertThat(refused).containsExactly("a", "b");
    }

    @Test
    void more_addresses_than_can_be_known_keep_no_turn_and_are_served_all_the_same() {
        for (int i = 0; i < 20_000; i++) {
            add("a" + i, "2001:db8:" + Integer.toHexString(i) + "::1");
        }
        assertThat(refused).hasSize(20_000 - 1 - HashingQueue.MOST_WAITING);
        assertThat(retryAfter).last().satisfies(after -> assertThat(after).isLessThan(Duration.ofMinutes(7)));

        time.advance(Duration.ofSeconds(9));
        add("b", "192.0.2.1");
        time.advance(HashingQueue.LONGEST_WAIT);
        assertThat(hashed).contains("b");
    }

    private Check add(String name, String address) {
        var check = check(name, address, false);
        queue.add(check);
        return check;
    }

    private void addProven(String name, String address) {
        queue.add(check(name, address, true));
    }

    private Check check(String name, String address, boolean proven) {
        var credentials = new BasicCredentials(name, "secret");
        return new Check(credentials, keys.of(credentials), address(address), proven, new Recorder());
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private class Recorder implements Check.Handler {

        @Override
        public boolean hash(Check check) {
            hashed.add(check.credentials().username());
            check.end(new PasswordCheck.Wrong());
            return check.credentials().username().startsWith("right");
        }

        @Override
        public void refused(Check check, Duration after) {
            refused.add(check.credentials().username());
            retryAfter.add(after);
        }

        @Override
        public void abandoned(Check check) {
            queue.leave(check);
        }
    }
}
