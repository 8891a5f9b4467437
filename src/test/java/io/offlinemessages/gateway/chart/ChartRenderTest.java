package io.offlinemessages.gateway.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** What the chart renders fits Kubernetes, for each way to install it and whatever the release is called. */
@Tag("chart")
class ChartRenderTest {

    private static final String LABEL_VALUE = "([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?";

    static Stream<Arguments> waysAndNames() {
        List<String> names = List.of(
                "demo",
                "offline-messages-gateway",
                "a",
                "true",
                "a-release-with-a-name-as-long-as-helm-lets-it-be-12345",
                "ends-in-a-hyphen-where-it-is-cut-offline-messages-gat");
        return Chart.WAYS.stream().flatMap(way -> names.stream().map(name -> arguments(way, cut(name))));
    }

    /** Helm's own limit for a release's name. */
    private static String cut(String name) {
        return name.substring(0, Math.min(53, name.length()));
    }

    @ParameterizedTest
    @MethodSource("waysAndNames")
    void every_manifest_fits_kubernetes_own_type_and_naming_rules(String way, String name) {
        List<HasMetadata> resources = Chart.with(way).named(name).render().resources();
        assertThat(resources).hasSizeGreaterThan(5).allSatisfy(each -> {
            assertThat(each.getMetadata().getName()).matches("[a-z]([-a-z0-9]{0,61}[a-z0-9])?");
            assertThat(each.getMetadata().getNamespace()).isEqualTo("chat");
            assertThat(each.getMetadata().getLabels())
                    .containsEntry("app.kubernetes.io/instance", name)
                    .allSatisfy((label, value) -> assertThat(value).matches(LABEL_VALUE));
        });
        assertThat(resources.stream()
                        .map(each -> each.getKind() + " " + each.getMetadata().getName()))
                .doesNotHaveDuplicates();
    }

    @Test
    void everything_on_makes_every_kind_and_lands_in_the_releases_namespace() {
        var chart = Chart.with("everything.yaml").inNamespace("elsewhere").render();
        assertThat(chart.resources().stream().map(HasMetadata::getKind))
                .containsOnly(
                        "ConfigMap",
                        "Deployment",
                        "HTTPRoute",
                        "HorizontalPodAutoscaler",
                        "Ingress",
                        "NetworkPolicy",
                        "Pod",
                        "PodDisruptionBudget",
                        "PrometheusRule",
                        "Service",
                        "ServiceAccount",
                        "ServiceMonitor");
        assertThat(chart.resources())
                .allSatisfy(
                        each -> assertThat(each.getMetadata().getNamespace()).isEqualTo("elsewhere"));
        assertThat(chart.the(Pod.class).getSpec().getContainers().get(0).getCommand())
                .contains("https://demo-offline-messages-gateway.elsewhere.svc:443/api/offlinemessages/");
        assertThat(chart.text()).doesNotContain("\"chat\"");
    }

    @Test
    void switches_are_off_unless_they_are_switched_on() {
        assertThat(Chart.with("existing-secrets.yaml").render().resources().stream()
                        .map(HasMetadata::getKind))
                .containsExactlyInAnyOrder(
                        "ConfigMap",
                        "Deployment",
                        "Pod",
                        "PodDisruptionBudget",
                        "Service",
                        "Service",
                        "ServiceAccount");
    }

    @Test
    void the_tests_pod_runs_only_when_helm_is_asked_to_test() {
        var annotations =
                Chart.with("trial.yaml").render().the(Pod.class).getMetadata().getAnnotations();
        assertThat(annotations)
                .containsOnly(
                        entry(PlainHooks.PLAIN, "test"),
                        entry(PlainHooks.PLAIN + "-delete-policy", "before-hook-creation,hook-succeeded"));
    }

    @Test
    void the_image_is_named_by_registry_repository_tag_and_digest() {
        assertThat(image(Chart.with("trial.yaml"))).isEqualTo("offline-messages-gateway:" + appVersion());
        assertThat(image(Chart.with("trial.yaml")
                        .set("image.registry", "r.example.com")
                        .set("image.tag", "v7")))
                .isEqualTo("r.example.com/offline-messages-gateway:v7");
        assertThat(image(Chart.with("everything.yaml")))
                .startsWith("registry.example.com:5000/team/chat/offline-messages-gateway:1.2.3@sha256:0123");
    }

    @Test
    void with_autoscaling_the_number_of_pods_is_the_autoscalers() {
        assertThat(Chart.with("everything.yaml")
                        .render()
                        .the(Deployment.class)
                        .getSpec()
                        .getReplicas())
                .isNull();
        assertThat(Chart.with("trial.yaml")
                        .render()
                        .the(Deployment.class)
                        .getSpec()
                        .getReplicas())
                .isEqualTo(2);
    }

    @Test
    void a_changed_config_restarts_the_pods_and_changed_secrets_do_not() {
        var trial = Chart.with("trial.yaml");
        assertThat(template(trial.set("config.gateway.cache.ttl", "1m"))).isNotEqualTo(template(trial));
        assertThat(template(trial.set("upstreamCredential.password", "rotated")))
                .isEqualTo(template(trial));
        assertThat(template(trial.set("users.inline", "users:\n- username: x\n  password: $2y$\n  role: Admin")))
                .isEqualTo(template(trial));
    }

    @Test
    void inline_secrets_arrive_byte_for_byte() throws IOException {
        var chart = Chart.with("trial.yaml")
                .set("upstreamCredential.password", "pä$\"':{{ }}")
                .render();
        assertThat(secret(chart, "demo-offline-messages-gateway-upstream", "password"))
                .isEqualTo("pä$\"':{{ }}");
        assertThat(secret(chart, "demo-offline-messages-gateway-users", "users.yaml"))
                .startsWith("users:\n  - username: john@example.com\n")
                .contains("\"{bcrypt}$2b$10$Y8viJ");
    }

    @Test
    void no_secret_is_made_beside_existing_ones_and_none_for_the_upstream_in_forward_mode() {
        assertThat(Chart.with("existing-secrets.yaml").render().all(Secret.class))
                .isEmpty();
        var forward = Chart.with("forward.yaml").render();
        assertThat(forward.all(Secret.class)).isEmpty();
        assertThat(forward.text()).doesNotContain("/etc/gateway/upstream", "SPRING_CONFIG_IMPORT");
    }

    @Test
    void no_secret_is_mounted_in_a_way_that_does_not_follow_its_changes() {
        var pod = Chart.with("everything.yaml")
                .render()
                .the(Deployment.class)
                .getSpec()
                .getTemplate()
                .getSpec();
        assertThat(pod.getContainers().get(0).getVolumeMounts())
                .allSatisfy(mount -> assertThat(mount.getSubPath()).isNull());
    }

    @Test
    void the_largest_number_reaches_the_config_as_a_whole_number() {
        var config = Chart.with("everything.yaml").render().the(ConfigMap.class, "demo-offline-messages-gateway");
        assertThat(config.getData().get("application.yaml")).contains("requests-per-minute: 1000000\n");
    }

    @Test
    void the_dashboard_is_that_of_the_chart_to_the_letter() throws IOException {
        var chart = Chart.with("everything.yaml").render();
        assertThat(chart.the(ConfigMap.class, "demo-offline-messages-gateway-dashboard")
                        .getData()
                        .get("offline-messages-gateway.json"))
                .isEqualTo(Files.readString(Chart.FOLDER.resolve("files/dashboard.json"))
                        .stripTrailing());
        assertThat(chart.the(PrometheusRule.class).getMetadata().getLabels())
                .containsEntry("release", "kube-prometheus-stack");
    }

    private static String image(Chart chart) {
        return chart.render()
                .the(Deployment.class)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getImage();
    }

    private static Object template(Chart chart) {
        return chart.render().the(Deployment.class).getSpec().getTemplate();
    }

    private static String secret(RenderedChart chart, String name, String key) {
        return new String(
                Base64.getDecoder()
                        .decode(chart.the(Secret.class, name).getData().get(key)),
                StandardCharsets.UTF_8);
    }

    private static Object appVersion() {
        try {
            Map<String, Object> chart = new Yaml().load(Files.readString(Chart.FOLDER.resolve("Chart.yaml")));
            return Objects.requireNonNull(chart.get("appVersion"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
