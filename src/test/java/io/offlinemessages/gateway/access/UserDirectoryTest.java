package io.offlinemessages.gateway.access;

import static io.offlinemessages.gateway.access.AccessFixture.shown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Ticker;
import io.offlinemessages.gateway.access.PasswordCheck.Verified;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserDirectoryTest {

    private static final UsersYaml ONE = new UsersYaml().user("alice", "one", "Super Admin");
    private static final UsersYaml TWO =
            new UsersYaml().user("alice", "two", "Super Admin").user("bob", "builder", "Agent");
    private static final UsersYaml THREE = new UsersYaml()
            .user("alice", "three", "Super Admin")
            .user("bob", "builder", "Agent")
            .user("carol", "singer", "Admin");

    @TempDir
    Path folder;

    private Path file = Path.of("users.yaml");

    @BeforeEach
    void write_the_first_version() {
        file = folder.resolve("users.yaml");
        ONE.writeTo(file);
    }

    @Test
    void the_file_is_loaded_at_the_start() throws UsersFileException {
        AccessFixture access = start();

        assertThat(access.directory.size()).isEqualTo(1);
        assertThat(isIn(access, "alice", "one")).isTrue();
        assertReloads(access, 0, 0);
    }

    @Test
    void all_results_of_reloads_are_counted_from_the_start() throws UsersFileException {
        AccessFixture access = start();

        for (String result : new String[] {"loaded", "refused"}) {
            assertThat(access.meters
                            .get("gateway.users.reload")
                            .tag("result", result)
                            .counter()
                            .count())
                    .isZero();
        }
    }

    @Test
    void a_file_can_be_checked_by_itself() throws UsersFileException {
        new UsersYaml()
                .user("alice", "one", "Agent")
                .user("bob", "two", "Agent")
                .writeTo(file);

        assertThat(UserDirectory.check(file)).isEqualTo(2);
    }

    @Test
    void a_bad_or_missing_file_is_refused_at_the_start() throws IOException {
        Files.writeString(file, "users: []");
        assertThatThrownBy(this::start).isInstanceOf(UsersFileException.class).hasMessageContaining("has no users");

        Files.delete(file);
        assertThatThrownBy(this::start).isInstanceOf(UsersFileException.class).hasMessageContaining("cannot be read");
    }

    @Test
    void an_unchanged_file_is_not_loaded_again() throws UsersFileException {
        AccessFixture access = start();
        Users before = access.directory.current();

        for (int i = 0; i < 5; i++) {
            access.directory.poll();
        }

        assertThat(access.directory.current()).isSameAs(before);
        assertReloads(access, 0, 0);
    }

    @Test
    void a_good_change_takes_effect_after_two_equal_polls() throws UsersFileException {
        AccessFixture access = start();
        TWO.writeTo(file);

        access.directory.poll();
        assertThat(access.directory.size()).isEqualTo(1);
        assertThat(isIn(access, "alice", "one")).isTrue();
        assertReloads(access, 0, 0);

        access.directory.poll();
        assertThat(access.directory.size()).isEqualTo(2);
        assertThat(isIn(access, "alice", "one")).isFalse();
        assertThat(isIn(access, "alice", "two")).isTrue();
        assertReloads(access, 1, 0);

        access.pollTwice();
        assertReloads(access, 1, 0);
    }

    @Test
    void a_change_of_no_more_than_one_byte_is_noticed() throws Exception {
        AccessFixture access = start();
        Files.writeString(file, ONE.toString().replace("Super Admin", "Agent"));
        access.pollTwice();
        Files.writeString(file, ONE.toString().replace("Super Admin", "Agent").replace("alice", "alicf"));

        access.pollTwice();

        assertThat(isIn(access, "alicf", "one")).isTrue();
        assertThat(isIn(access, "alice", "one")).isFalse();
        assertReloads(access, 2, 0);
    }

    @Test
    void a_bad_change_keeps_the_last_good_users_and_is_counted_once() throws Exception {
        AccessFixture access = start();
        Users before = access.directory.current();
        for (String bad : new String[] {
            "", "users: []", "users:\n - [", "alice:secret", "users: \"\\UFFFFFFFF\"", ONE.toString() + "  - {}\n"
        }) {
            double refused = access.reloads("refused");
            Files.writeString(file, bad);

            access.pollTwice();
            access.pollTwice();

            assertThat(access.directory.current()).as(bad).isSameAs(before);
            assertThat(access.reloads("refused")).as(bad).isEqualTo(refused + 1);
            assertThat(access.showsRefusedFile()).as(bad).isTrue();
        }
        assertThat(access.reloads("loaded")).isZero();
        assertThat(isIn(access, "alice", "one")).isTrue();
    }

    @Test
    void a_good_file_after_a_bad_one_is_loaded() throws Exception {
        AccessFixture access = start();
        Files.writeString(file, "users: []");
        access.pollTwice();
        TWO.writeTo(file);

        access.pollTwice();

        assertThat(isIn(access, "bob", "builder")).isTrue();
        assertThat(access.showsRefusedFile()).isFalse();
        assertReloads(access, 1, 1);
    }

    @Test
    void the_old_content_after_a_bad_one_is_good_again() throws Exception {
        AccessFixture access = start();
        Files.writeString(file, "users: []");
        access.pollTwice();
        ONE.writeTo(file);

        access.pollTwice();

        assertThat(isIn(access, "alice", "one")).isTrue();
        assertReloads(access, 1, 1);
    }

    @Test
    void a_deleted_file_keeps_the_users_until_it_comes_back() throws Exception {
        AccessFixture access = start();
        Users before = access.directory.current();
        Files.delete(file);

        access.pollTwice();
        access.pollTwice();

        assertThat(access.directory.current()).isSameAs(before);
        assertReloads(access, 0, 1);

        TWO.writeTo(file);
        access.pollTwice();

        assertThat(isIn(access, "alice", "two")).isTrue();
        assertReloads(access, 1, 1);
    }

    @Test
    void a_file_that_is_gone_for_one_poll_was_not_gone() throws Exception {
        AccessFixture access = start();
        Files.delete(file);
        access.directory.poll();
        ONE.writeTo(file);

        access.pollTwice();

        assertReloads(access, 0, 0);
    }

    @Test
    void a_half_written_file_that_is_seen_once_is_never_loaded() throws Exception {
        AccessFixture access = start();
        String whole = THREE.toString();
        String half = whole.substring(0, whole.indexOf("  - username: \"bob\""));
        Files.writeString(file, half);
        access.directory.poll();
        Files.writeString(file, whole);
        access.directory.poll();

        assertThat(isIn(access, "alice", "one")).isTrue();
        assertReloads(access, 0, 0);

        access.directory.poll();
        assertThat(access.directory.size()).isEqualTo(3);
        assertReloads(access, 1, 0);
    }

    @Test
    void a_file_that_looks_different_each_time_is_not_loaded() throws Exception {
        AccessFixture access = start();
        Users before = access.directory.current();
        for (int i = 0; i < 10; i++) {
            Files.writeString(file, TWO + "# " + i + "\n");
            access.directory.poll();
        }

        assertThat(access.directory.current()).isSameAs(before);
        assertReloads(access, 0, 0);
    }

    @Test
    void a_file_that_is_renamed_into_place_is_loaded() throws Exception {
        AccessFixture access = start();
        Path next = folder.resolve("users.yaml.next");
        TWO.writeTo(next);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

        access.pollTwice();

        assertThat(isIn(access, "alice", "two")).isTrue();
        assertReloads(access, 1, 0);
    }

    @Test
    void the_symbolic_links_of_a_kubernetes_volume_are_followed_again_and_again() throws Exception {
        Path volume = Files.createDirectory(folder.resolve("volume"));
        file = volume.resolve("users.yaml");
        swap(volume, 0, ONE);
        Files.createSymbolicLink(file, Path.of("..data", "users.yaml"));
        AccessFixture access = start();
        UsersYaml[] versions = {TWO, THREE, ONE, TWO};
        String[] passwords = {"two", "three", "one", "two"};

        for (int i = 0; i < versions.length; i++) {
            swap(volume, i + 1, versions[i]);
            access.pollTwice();

            assertThat(isIn(access, "alice", passwords[i])).as("swap %d", i).isTrue();
            assertReloads(access, i + 1, 0);
        }
    }

    @Test
    void a_changed_entry_forgets_the_remembered_credentials() throws UsersFileException {
        AccessFixture access = start();
        var connection = shown(new BasicCredentials("alice", "one"));
        assertThat(isIn(access, "alice", "one")).isTrue();
        assertThat(access.authenticator.remembered(connection)).isPresent();
        TWO.writeTo(file);

        access.directory.poll();
        assertThat(access.authenticator.remembered(connection)).isPresent();
        access.directory.poll();

        assertThat(access.authenticator.remembered(connection)).isEmpty();
        assertThat(isIn(access, "alice", "one")).isFalse();
    }

    @Test
    void a_refused_reload_forgets_nothing() throws Exception {
        AccessFixture access = start();
        assertThat(isIn(access, "alice", "one")).isTrue();
        Files.writeString(file, "users: []");

        access.pollTwice();

        assertThat(access.authenticator.remembered(shown(new BasicCredentials("alice", "one"))))
                .isPresent();
    }

    /** As the kubelet does: a new directory, then one atomic rename of the link to it, then the old directory goes. */
    private static void swap(Path volume, int version, UsersYaml users) throws IOException {
        Path directory = Files.createDirectory(volume.resolve("..version_" + version));
        users.writeTo(directory.resolve("users.yaml"));
        Path link = Files.createSymbolicLink(volume.resolve("..data_tmp"), directory.getFileName());
        Files.move(link, volume.resolve("..data"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Path old = volume.resolve("..version_" + (version - 1));
        if (Files.exists(old)) {
            Files.delete(old.resolve("users.yaml"));
            Files.delete(old);
        }
    }

    private AccessFixture start() throws UsersFileException {
        return new AccessFixture(file, Ticker.disabledTicker(), Runnable::run);
    }

    private static boolean isIn(AccessFixture access, String username, String password) {
        return access.authenticator
                        .check(new BasicCredentials(username, password), AccessFixture.HERE)
                        .join()
                instanceof Verified;
    }

    private static void assertReloads(AccessFixture access, int loaded, int refused) {
        assertThat(access.reloads("loaded")).as("loaded").isEqualTo(loaded);
        assertThat(access.reloads("refused")).as("refused").isEqualTo(refused);
    }
}
