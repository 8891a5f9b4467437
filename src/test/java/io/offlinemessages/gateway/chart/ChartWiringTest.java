package io.offlinemessages.gateway.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The manifests agree with each other: selectors find their pods, names of ports and files lead somewhere. */
@Tag("chart")
class ChartWiringTest {

    private static final Set<String> EXISTING =
            Set.of("gateway-users", "gateway-upstream", "gateway-tls", "gateway-shared", "company-ca");

    @ForEachWay
    void every_selector_finds_the_gateways_pods_and_not_the_tests(String way) {
        var chart = Chart.with(way).render();
        Map<String, String> gateway = template(chart).getMetadata().getLabels();
        Map<String, String> test = chart.the(Pod.class).getMetadata().getLabels();
        Stream<Map<String, String>> selectors = Stream.of(
                        chart.all(Service.class).stream()
                                .map(each -> each.getSpec().getSelector()),
                        chart.all(Deployment.class).stream()
                                .map(each -> each.getSpec().getSelector().getMatchLabels()),
                        chart.all(PodDisruptionBudget.class).stream()
                                .map(each -> each.getSpec().getSelector().getMatchLabels()),
                        chart.all(NetworkPolicy.class).stream()
                                .map(each -> each.getSpec().getPodSelector().getMatchLabels()),
                        template(chart).getSpec().getTopologySpreadConstraints().stream()
                                .map(each -> each.getLabelSelector().getMatchLabels()))
                .flatMap(Function.identity());
        assertThat(selectors).hasSizeGreaterThanOrEqualTo(6).allSatisfy(selector -> {
            assertThat(gateway).containsAllEntriesOf(selector);
            assertThat(test.entrySet().containsAll(selector.entrySet())).isFalse();
            assertThat(selector).containsEntry("app.kubernetes.io/instance", "demo");
        });
    }

    @ForEachWay
    void probes_look_at_the_management_port_and_never_at_anything_but_the_process_and_the_users_file(String way) {
        Container container = container(Chart.with(way).render());
        assertThat(path(container.getStartupProbe())).isEqualTo("/actuator/health/liveness");
        assertThat(path(container.getLivenessProbe())).isEqualTo("/actuator/health/liveness");
        assertThat(path(container.getReadinessProbe())).isEqualTo("/actuator/health/readiness");
        assertThat(Stream.of(container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe()))
                .allSatisfy(probe -> {
                    assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("management");
                    assertThat(probe.getHttpGet().getScheme()).isNull();
                });
        assertThat(ports(container)).containsEntry("management", 8081).containsValue(8080);
    }

    @ParameterizedTest
    @CsvSource({"trial.yaml, 120", "everything.yaml, 32"})
    void a_start_may_take_as_long_as_it_is_given(String way, int seconds) {
        Probe startup = container(Chart.with(way).render()).getStartupProbe();
        assertThat(startup.getPeriodSeconds() * startup.getFailureThreshold()).isEqualTo(seconds);
    }

    @ForEachWay
    void every_named_port_exists_in_the_pod(String way) {
        var chart = Chart.with(way).render();
        Set<String> names = ports(container(chart)).keySet();
        assertThat(chart.all(Service.class).stream()
                        .flatMap(each -> each.getSpec().getPorts().stream())
                        .map(port -> port.getTargetPort().getStrVal()))
                .isSubsetOf(names)
                .hasSize(2);
        assertThat(chart.all(NetworkPolicy.class).stream()
                        .flatMap(each -> each.getSpec().getIngress().stream())
                        .flatMap(rule -> rule.getPorts().stream())
                        .map(port -> port.getPort().getStrVal()))
                .isSubsetOf(names);
    }

    @ParameterizedTest
    @CsvSource({
        "trial.yaml,      ClusterIP,    http,  80",
        "tls.yaml,        ClusterIP,    https, 443",
        "everything.yaml, LoadBalancer, https, 443"
    })
    void the_api_and_management_have_a_service_each(String way, String type, String scheme, int number) {
        var chart = Chart.with(way).render();
        var api = chart.the(Service.class, "demo-offline-messages-gateway").getSpec();
        assertThat(api.getType()).isEqualTo(type);
        assertThat(api.getPorts()).hasSize(1).allSatisfy(port -> {
            assertThat(port.getName()).isEqualTo(scheme);
            assertThat(port.getAppProtocol()).isEqualTo(scheme);
            assertThat(port.getPort()).isEqualTo(number);
            assertThat(ports(container(chart)).get(port.getTargetPort().getStrVal()))
                    .isEqualTo(8080);
        });
        var management = chart.the(Service.class, "demo-offline-messages-gateway-management")
                .getSpec();
        assertThat(management.getType()).isEqualTo("ClusterIP");
        assertThat(management.getPorts()).hasSize(1).allSatisfy(port -> {
            assertThat(port.getAppProtocol()).isEqualTo("http");
            assertThat(ports(container(chart)).get(port.getTargetPort().getStrVal()))
                    .isEqualTo(8081);
        });
    }

    @ForEachWay
    void routes_from_outside_lead_to_the_apis_service(String way) {
        var chart = Chart.with(way).render();
        var service = chart.the(Service.class, "demo-offline-messages-gateway");
        ServicePort port = service.getSpec().getPorts().get(0);
        assertThat(chart.all(Ingress.class).stream()
                        .flatMap(each -> each.getSpec().getRules().stream())
                        .flatMap(rule -> rule.getHttp().getPaths().stream())
                        .map(path -> path.getBackend().getService()))
                .allSatisfy(backend -> {
                    assertThat(backend.getName())
                            .isEqualTo(service.getMetadata().getName());
                    assertThat(backend.getPort().getName()).isEqualTo(port.getName());
                });
        assertThat(chart.all(HTTPRoute.class).stream()
                        .flatMap(each -> each.getSpec().getRules().stream())
                        .flatMap(rule -> rule.getBackendRefs().stream()))
                .allSatisfy(backend -> {
                    assertThat(backend.getName())
                            .isEqualTo(service.getMetadata().getName());
                    assertThat(backend.getPort()).isEqualTo(port.getPort());
                });
    }

    @ForEachWay
    void every_mounted_file_comes_from_a_volume_that_exists(String way) {
        var chart = Chart.with(way).render();
        var pod = template(chart).getSpec();
        assertThat(container(chart).getVolumeMounts().stream().map(VolumeMount::getName))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(
                        pod.getVolumes().stream().map(Volume::getName).toList());
        Set<String> known = Stream.of(ConfigMap.class, Secret.class)
                .flatMap(type -> chart.all(type).stream())
                .map(each -> ((HasMetadata) each).getMetadata().getName())
                .collect(Collectors.toSet());
        for (Volume volume : pod.getVolumes()) {
            if (volume.getSecret() != null) {
                assertThat(known.contains(volume.getSecret().getSecretName())
                                || EXISTING.contains(volume.getSecret().getSecretName()))
                        .as(volume.getSecret().getSecretName())
                        .isTrue();
                assertThat(volume.getSecret().getDefaultMode()).isEqualTo(0440);
            } else if (volume.getConfigMap() != null) {
                assertThat(known.contains(volume.getConfigMap().getName())
                                || EXISTING.contains(volume.getConfigMap().getName()))
                        .as(volume.getConfigMap().getName())
                        .isTrue();
            }
        }
        assertThat(container(chart).getEnv().stream().map(EnvVar::getName)).doesNotHaveDuplicates();
    }

    @ForEachWay
    void the_pods_run_as_the_service_account_that_is_made(String way) {
        var chart = Chart.with(way).render();
        assertThat(template(chart).getSpec().getServiceAccountName())
                .isEqualTo(chart.the(ServiceAccount.class).getMetadata().getName());
        var without = Chart.with(way).set("serviceAccount.create", "false");
        assertThat(without.render().all(ServiceAccount.class)).isEmpty();
        assertThat(template(without.render()).getSpec().getServiceAccountName()).isEqualTo("default");
        assertThat(template(without.set("serviceAccount.name", "mine").render())
                        .getSpec()
                        .getServiceAccountName())
                .isEqualTo("mine");
    }

    @ParameterizedTest
    @CsvSource({
        "everything.yaml, 8443, 'shop, ingress-nginx', observability",
        "tls.yaml,         443, ingress-nginx,         monitoring",
        "forward.yaml,    8080, shop,                  monitoring"
    })
    void the_network_policy_lets_in_callers_and_prometheus_and_out_to_dns_and_the_upstream(
            String way, int upstreamPort, String callers, String monitoring) {
        var policy = Chart.with(way).render().the(NetworkPolicy.class).getSpec();
        assertThat(policy.getPolicyTypes()).containsExactly("Ingress", "Egress");
        assertThat(policy.getIngress()).hasSize(2);
        var api = policy.getIngress().get(0);
        assertThat(namespaces(api.getFrom())).containsExactly(callers.split(", "));
        assertThat(api.getFrom())
                .allSatisfy(peer -> assertThat(peer.getNamespaceSelector() != null
                                || peer.getPodSelector() != null
                                || peer.getIpBlock() != null)
                        .isTrue());
        var management = policy.getIngress().get(1);
        assertThat(management.getFrom()).hasSize(1);
        assertThat(namespaces(management.getFrom())).containsExactly(monitoring);
        assertThat(management.getPorts()).hasSize(1);
        var dns = policy.getEgress().get(0);
        assertThat(numbers(dns.getPorts())).containsExactly(53, 53);
        assertThat(namespaces(dns.getTo())).containsExactly("kube-system");
        var upstream = policy.getEgress().get(1);
        assertThat(numbers(upstream.getPorts())).containsExactly(upstreamPort);
        assertThat(policy.getEgress()).hasSize(way.equals("everything.yaml") ? 3 : 2);
    }

    @ParameterizedTest
    @CsvSource({
        "https://x, 443",
        "http://x, 80",
        "HTTP://x/base, 80",
        "https://x:1/base, 1",
        "https://[::1]:9443, 9443",
        "https://[fd00::1], 443",
        "http://offline_api:8080, 8080",
        "http://offline_api/pre%20fix, 80"
    })
    void the_way_to_the_upstream_is_open_on_its_port(String url, int port) {
        var policy = Chart.with("forward.yaml")
                .set("config.gateway.upstream.base-url", url)
                .render()
                .the(NetworkPolicy.class);
        assertThat(numbers(policy.getSpec().getEgress().get(1).getPorts())).containsExactly(port);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            redis://redis | 6379
            rediss://redis:6380/2 | 6380
            redis://[fd00::1] | 6379
            redis-sentinel://sentinel/0#master | 6379 26379
            rediss-sentinel://a:1,b,c:1/0#master | 6379 1 26379
            """)
    void the_way_to_redis_is_open_on_its_ports(String url, String ports) {
        var egress = Chart.with("shared.yaml")
                .set("config.gateway.shared.redis-url", url)
                .set("networkPolicy.redisCidrs[0]", "10.1.0.0/16")
                .render()
                .the(NetworkPolicy.class)
                .getSpec()
                .getEgress();
        assertThat(egress).hasSize(3);
        assertThat(numbers(egress.get(2).getPorts()))
                .containsExactlyElementsOf(
                        Stream.of(ports.split(" ")).map(Integer::valueOf).toList());
        assertThat(namespaces(egress.get(2).getTo())).containsExactly("valkey");
        assertThat(egress.get(2).getTo().get(1).getIpBlock().getCidr()).isEqualTo("10.1.0.0/16");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            replicaCount=5 | 7
            replicaCount=2 | 3
            replicaCount=4 | 5
            replicaCount=0 | 1
            autoscaling.enabled=true | 8
            config.gateway.shared.replicas=40 | 40
            strategy.rollingUpdate.maxSurge=100% | 10
            strategy.rollingUpdate.maxSurge=1 | 6
            strategy.rollingUpdate.maxSurge=0 strategy.rollingUpdate.maxUnavailable=2 | 7
            strategy.rollingUpdate.maxSurge=0 strategy.rollingUpdate.maxUnavailable=25% replicaCount=3 | 4
            strategy.rollingUpdate.maxUnavailable=50% | 9
            strategy.rollingUpdate.maxSurge=50% autoscaling.enabled=true | 9
            """)
    void each_pod_knows_how_many_run_at_once_at_most(String values, int most) {
        String config = Chart.with("shared.yaml")
                .setAll(values)
                .render()
                .the(ConfigMap.class, "demo-offline-messages-gateway")
                .getData()
                .get("application.yaml");
        assertThat(config).contains("    replicas: " + most + "\n");
    }

    @ParameterizedTest
    @CsvSource({
        "redis://a, secret username password",
        "rediss://a, secret username password",
        "redis-sentinel://a/0#m, secret username password sentinel-password",
        "rediss-sentinel://a/0#m, secret username password sentinel-password"
    })
    void the_login_at_redis_comes_as_files_with_the_names_of_properties(String url, String keys) {
        var items = template(Chart.with("shared.yaml")
                        .set("config.gateway.shared.redis-url", url)
                        .render())
                .getSpec()
                .getVolumes()
                .stream()
                .filter(volume -> volume.getName().equals("shared"))
                .flatMap(volume -> volume.getSecret().getItems().stream())
                .toList();
        assertThat(items).extracting(KeyToPath::getKey).containsExactly(keys.split(" "));
        assertThat(items).allSatisfy(item -> assertThat(item.getPath()).isEqualTo("gateway.shared." + item.getKey()));
    }

    @Test
    void prometheus_finds_the_management_service_alone() {
        var chart = Chart.with("everything.yaml").render();
        var monitor = chart.the(ServiceMonitor.class).getSpec();
        Map<String, String> wanted = monitor.getSelector().getMatchLabels();
        List<Service> found = chart.all(Service.class).stream()
                .filter(each -> each.getMetadata().getLabels().entrySet().containsAll(wanted.entrySet()))
                .toList();
        assertThat(found).hasSize(1);
        assertThat(found.get(0).getSpec().getPorts().stream().map(ServicePort::getName))
                .contains(monitor.getEndpoints().get(0).getPort())
                .containsExactly("management");
        assertThat(found.get(0).getMetadata().getLabels()).containsKey(monitor.getJobLabel());
        assertThat(monitor.getEndpoints().get(0).getPath()).isEqualTo("/actuator/prometheus");
    }

    @Test
    void the_alert_on_unready_pods_names_the_container() throws IOException {
        String name = container(Chart.with("everything.yaml").render()).getName();
        assertThat(Files.readString(Path.of("helm/offline-messages-gateway/files/alerts.yaml")))
                .contains("kube_pod_container_status_ready{container=\"" + name + "\"}");
    }

    @Test
    void the_autoscaler_scales_the_deployment() {
        var chart = Chart.with("everything.yaml").render();
        var target = chart.the(HorizontalPodAutoscaler.class).getSpec().getScaleTargetRef();
        var deployment = chart.the(Deployment.class);
        assertThat(List.of(target.getApiVersion(), target.getKind(), target.getName()))
                .containsExactly(
                        deployment.getApiVersion(),
                        deployment.getKind(),
                        deployment.getMetadata().getName());
    }

    private static List<String> namespaces(List<NetworkPolicyPeer> peers) {
        return peers.stream()
                .filter(peer -> peer.getNamespaceSelector() != null)
                .map(peer -> peer.getNamespaceSelector().getMatchLabels().get("kubernetes.io/metadata.name"))
                .toList();
    }

    private static List<Integer> numbers(List<NetworkPolicyPort> ports) {
        return ports.stream().map(port -> port.getPort().getIntVal()).toList();
    }

    private static PodTemplateSpec template(RenderedChart chart) {
        return chart.the(Deployment.class).getSpec().getTemplate();
    }

    private static Container container(RenderedChart chart) {
        return template(chart).getSpec().getContainers().get(0);
    }

    private static Map<String, Integer> ports(Container container) {
        return container.getPorts().stream()
                .collect(Collectors.toMap(ContainerPort::getName, ContainerPort::getContainerPort));
    }

    private static String path(Probe probe) {
        return probe.getHttpGet().getPath();
    }
}
