package io.offlinemessages.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.offlinemessages.gateway.contract.Account;
import io.offlinemessages.gateway.contract.Authorization;
import io.offlinemessages.gateway.contract.CredentialMode;
import io.offlinemessages.gateway.contract.GatewayMeter;
import io.offlinemessages.gateway.mounts.MountedSecret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.env.ConfigTreePropertySource;
import org.springframework.boot.env.ConfigTreePropertySource.Option;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class CredentialFilesTest {

    private static final Map<String, Object> OTHERS = Map.of("gateway.upstream.base-url", "https://api.example.com");

    private static final UpstreamProperties FORWARDING = new Binder(new MapConfigurationPropertySource(
                    Map.of("u.base-url", "https://api.example.com", "u.credentials", "forward")))
            .bind("u", UpstreamProperties.class)
            .get();

    @TempDir
    Path folder;

    private SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private UpstreamCredential credential = new UpstreamCredential(FORWARDING);
    private MountedSecret mounted;
    private CredentialFiles files = new CredentialFiles(new StandardEnvironment(), credential, meters);

    @BeforeEach
    void mount_the_first_version() {
        mounted = new MountedSecret(folder, version("gateway@example.com", "one\n"));
    }

    @Test
    void each_swap_of_the_mounted_secret_takes_effect_after_two_equal_polls() throws IOException {
        start(OTHERS);

        for (String version : new String[] {"two", "three", "four"}) {
            swap("gateway@example.com", version);
            poll(1);
            assertThat(sent("gateway@example.com")).isNotEqualTo(Authorization.basic("gateway@example.com", version));
            poll(1);
            assertThat(sent("gateway@example.com")).isEqualTo(Authorization.basic("gateway@example.com", version));
        }
        assertReloads(3, 0);
    }

    @Test
    void another_user_name_is_another_account_and_leaves_the_old_one_its_credential() throws IOException {
        start(OTHERS);
        swap("green@example.com", "two");
        poll(2);

        assertThat(credential.accounts().of("john@example.com"))
                .isEqualTo(new Account(CredentialMode.SERVICE, "green@example.com"));
        assertThat(sent("green@example.com")).isEqualTo(Authorization.basic("green@example.com", "two"));
        assertThat(sent("gateway@example.com")).isEqualTo(Authorization.basic("gateway@example.com", "one"));
    }

    @Test
    void a_bad_credential_changes_nothing_is_counted_once_and_yields_to_the_next_good_one() throws IOException {
        start(OTHERS);
        assertThat(isRefused()).isFalse();
        swap("gate:way@example.com", "two");
        poll(4);
        assertThat(isRefused()).isTrue();
        assertThat(sent("gateway@example.com")).isEqualTo(Authorization.basic("gateway@example.com", "one"));
        assertReloads(0, 1);

        swap("gateway@example.com", "");
        poll(4);
        assertReloads(0, 2);

        mounted.remove();
        poll(4);
        assertThat(isRefused()).isTrue();
        assertThat(sent("gateway@example.com")).isEqualTo(Authorization.basic("gateway@example.com", "one"));
        assertReloads(0, 3);

        swap("gateway@example.com", "four");
        poll(4);
        assertThat(sent("gateway@example.com")).isEqualTo(Authorization.basic("gateway@example.com", "four"));
        assertReloads(1, 3);
        assertThat(isRefused()).isFalse();
    }

    @Test
    void a_placeholder_for_a_file_is_followed_too() throws IOException {
        Files.createSymbolicLink(folder.resolve("upstream-secret"), Path.of("..data", "gateway.upstream.password"));
        Files.delete(folder.resolve("gateway.upstream.password"));
        start(Map.of(
                "gateway.upstream.base-url", "https://api.example.com",
                "gateway.upstream.password", "${upstream-secret}"));
        assertThat(sent("gateway@example.com")).isEqualTo(Authorization.basic("gateway@example.com", "one"));

        swap("gateway@example.com", "two");
        poll(2);
        assertThat(sent("gateway@example.com")).isEqualTo(Authorization.basic("gateway@example.com", "two"));
    }

    @Test
    void there_is_nothing_to_poll_without_a_configtree_or_in_forward_mode() {
        start(OTHERS);
        assertThat(files.areUsed()).isTrue();

        start(Map.of(
                "gateway.upstream.base-url", "https://api.example.com", "gateway.upstream.credentials", "forward"));
        assertThat(files.areUsed()).isFalse();

        start(OTHERS);
        assertThat(new CredentialFiles(new StandardEnvironment(), credential, meters).areUsed())
                .isFalse();
    }

    private void start(Map<String, Object> others) {
        var environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new ConfigTreePropertySource("mounted", folder, Option.AUTO_TRIM_TRAILING_NEW_LINE));
        environment.getPropertySources().addLast(new MapPropertySource("others", others));
        ConfigurationPropertySources.attach(environment);
        var properties = Binder.get(environment)
                .bind("gateway.upstream", UpstreamProperties.class)
                .get();
        credential = new UpstreamCredential(properties);
        meters = new SimpleMeterRegistry();
        files = new CredentialFiles(environment, credential, meters);
    }

    private void swap(String username, String password) {
        mounted.swap(version(username, password));
    }

    private static Map<String, String> version(String username, String password) {
        return Map.of("gateway.upstream.username", username, "gateway.upstream.password", password);
    }

    private void poll(int times) {
        for (int i = 0; i < times; i++) {
            files.poll();
        }
    }

    private Authorization sent(String username) {
        return credential.of(new Account(CredentialMode.SERVICE, username), Samples.CONTEXT);
    }

    private boolean isRefused() {
        return meters.get("gateway.upstream.credential.files.refused").gauge().value() == 1;
    }

    private void assertReloads(int loaded, int refused) {
        assertThat(GatewayMeter.CREDENTIAL_RELOAD.counter(meters, "loaded").count())
                .isEqualTo(loaded);
        assertThat(GatewayMeter.CREDENTIAL_RELOAD.counter(meters, "refused").count())
                .isEqualTo(refused);
    }
}
