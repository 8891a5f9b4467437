package io.offlinemessages.gateway.chart;

import static io.offlinemessages.gateway.chart.KubernetesModel.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/**
 * The values that fit the chart to a cluster. Each file of {@code chart/values} has values in its first document, and in the others
 * parts of the manifests that they make; {@code ~} stands for a field that is not there.
 */
@Tag("chart")
class ChartValuesTest {

    private static final Path FOLDER = Path.of("src", "test", "resources", "chart", "values");

    @TempDir
    private Path folder;

    static List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void each_value_arrives_where_it_belongs_and_leaves_the_pods_restricted(String file) throws IOException {
        List<Object> documents = documents(Files.readString(FOLDER.resolve(file)));
        Path values = Files.writeString(folder.resolve(file), new Yaml().dump(documents.get(0)));
        RenderedChart chart = Chart.with("existing-secrets.yaml").and(values).render();
        assertThat(chart.pods())
                .hasSize(2)
                .allSatisfy(pod -> assertThat(PodSecurity.violations(pod)).isEmpty());
        assertThat(chart.resources()).isNotEmpty();
        assertThat(documents).hasSizeGreaterThan(1);
        documents.stream()
                .skip(1)
                .map(KubernetesModel::map)
                .forEach(expected -> assertThat(chart.manifests())
                        .filteredOn(each ->
                                differences("", identity(expected), each).isEmpty())
                        .singleElement()
                        .satisfies(each -> assertThat(differences("", expected, each))
                                .as(file)
                                .isEmpty()));
    }

    @Test
    void additional_rules_stand_in_a_group_of_their_own_behind_those_of_the_chart() throws IOException {
        List<Object> documents = documents(Files.readString(FOLDER.resolve("prometheus-rule.yaml")));
        Object rules = Objects.requireNonNull(
                map(map(documents.get(0)).get("prometheusRule")).get("additionalRules"));
        Path values = Files.writeString(folder.resolve("rules.yaml"), new Yaml().dump(documents.get(0)));
        RenderedChart chart = Chart.with("existing-secrets.yaml").and(values).render();
        var groups =
                (List<?>) Objects.requireNonNull(chart.spec("PrometheusRule").get("groups"));
        assertThat(groups).hasSizeGreaterThan(1);
        assertThat(groups.get(groups.size() - 1))
                .isEqualTo(Map.of("name", "offline-messages-gateway.additional", "rules", rules));
    }

    /** Kind, and name where it is given. */
    private static Map<String, Object> identity(Map<String, Object> manifest) {
        Object kind = Objects.requireNonNull(manifest.get("kind"));
        return manifest.get("metadata") instanceof Map<?, ?> metadata && metadata.get("name") instanceof String name
                ? Map.of("kind", kind, "metadata", Map.of("name", name))
                : Map.of("kind", kind);
    }

    /** Where a manifest differs from what is expected of it. */
    private static List<String> differences(String at, @Nullable Object expected, @Nullable Object actual) {
        var found = new ArrayList<String>();
        if (expected instanceof Map<?, ?> fields && actual instanceof Map<?, ?> others) {
            fields.forEach((name, value) -> found.addAll(differences(at + "/" + name, value, others.get(name))));
        } else if (expected instanceof List<?> items
                && actual instanceof List<?> others
                && items.size() == others.size()) {
            IntStream.range(0, items.size())
                    .forEach(i -> found.addAll(differences(at + "/" + i, items.get(i), others.get(i))));
        } else if (!Objects.equals(expected, actual)) {
            found.add(at + " is " + actual + ", not " + expected);
        }
        return found;
    }

    private static List<Object> documents(String yaml) {
        return StreamSupport.stream(new Yaml().loadAll(yaml).spliterator(), false)
                .toList();
    }

    /** Each on top of existing-secrets.yaml; several values are parted by a blank. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            commonAnnotations.helm\\.sh/hook=test | commonAnnotations has helm.sh/hook, which would make every object a hook; use extraObjects for hooks.
            podSecurityContext.fsGroup=null | podSecurityContext.fsGroup is not set while runAsUser is 10001; it must be a group, by which the pods read their Secrets, or both must be null, as on OpenShift.
            podSecurityContext.runAsUser=root | at '/podSecurityContext/runAsUser': got string, want null or integer
            podSecurityContext.runAsuser=1 | at '/podSecurityContext': additional properties 'runAsuser' not allowed
            securityContext.fsGroup=1 | at '/securityContext': additional properties 'fsGroup' not allowed
            image.pullSecrets[0]=My_Secret | at '/image/pullSecrets/0': 'My_Secret' does not match pattern
            service.loadBalancerClass=a | service.loadBalancerClass is set, but service.type is ClusterIP; only a LoadBalancer has it.
            service.type=NodePort service.loadBalancerSourceRanges[0]=10.0.0.0/8 | service.loadBalancerSourceRanges is set, but service.type is NodePort; only a LoadBalancer has it.
            service.loadBalancerSourceRanges[0]=10.0.0.1 | at '/service/loadBalancerSourceRanges/0': '10.0.0.1' does not match pattern
            service.externalTrafficPolicy=Local | service.externalTrafficPolicy is Local, but service.type is ClusterIP; only a NodePort or LoadBalancer has it.
            service.externalTrafficPolicy=Near | at '/service/externalTrafficPolicy': value must be one of '', 'Cluster', 'Local'
            service.trafficDistribution=Near | at '/service/trafficDistribution': value must be one of
            service.labels.app\\.kubernetes\\.io/component=management | service.labels has app.kubernetes.io/component, which the chart sets itself; choose another label.
            dashboard.labels.app\\.kubernetes\\.io/name=x | dashboard.labels has app.kubernetes.io/name, which the chart sets itself; choose another label.
            ingress.tlsSecret=a ingress.tls[0].hosts[0]=a | ingress.tlsSecret and ingress.tls are both set; tlsSecret is for all hosts, tls for some; remove one of them.
            ingress.enabled=true ingress.hosts[0]=a.b ingress.tls[0].hosts[0]=c.b | ingress.tls has the host c.b, which is none of ingress.hosts (a.b).
            ingress.enabled=true ingress.hosts[0]=a.x.b ingress.tls[0].hosts[0]=*.b | ingress.tls has the host *.b, which is none of ingress.hosts (a.x.b).
            ingress.tls[0].secretName=a | at '/ingress/tls/0': missing property 'hosts'
            ingress.pathType=Regex | at '/ingress/pathType': value must be one of 'Prefix', 'Exact', 'ImplementationSpecific'
            ingress.path=api | at '/ingress/path': 'api' does not match pattern
            ingress.pathType=Exact | ingress.pathType is Exact, but path is /, which the API does not have; set path, or pathType to a prefix.
            httpRoute.pathType=Exact | httpRoute.pathType is Exact, but path is /, which the API does not have
            httpRoute.pathType=Prefix | at '/httpRoute/pathType': value must be one of 'PathPrefix', 'Exact', 'RegularExpression'
            serviceMonitor.scrapeTimeout=31s | serviceMonitor.scrapeTimeout is 31s; it must be at most serviceMonitor.interval, which is 30s.
            serviceMonitor.interval=1m30s serviceMonitor.scrapeTimeout=1m31s | serviceMonitor.scrapeTimeout is 1m31s; it must be at most serviceMonitor.interval, which is 1m30s.
            serviceMonitor.scrapeTimeout=10x | at '/serviceMonitor/scrapeTimeout': '10x' does not match pattern
            serviceMonitor.relabelings[0].target=x | at '/serviceMonitor/relabelings/0': additional properties 'target' not allowed
            prometheusRule.additionalRules[0].alert=A | at '/prometheusRule/additionalRules/0': missing property 'expr'
            prometheusRule.additionalRules[0].expr=x | prometheusRule.additionalRules[0] is neither alert nor record; it must be one of them.
            strategy.type=Recreate | strategy.type is Recreate; it must be RollingUpdate, which keeps a pod for callers while pods are replaced.
            strategy.rollingUpdate.maxUnavailable=2 | strategy.rollingUpdate (maxUnavailable 2, maxSurge 25%) stops 2 of 2 pods (replicaCount) at once; at least one must stay to answer callers.
            strategy.rollingUpdate.maxUnavailable=100% autoscaling.enabled=true autoscaling.minReplicas=3 | stops 3 of 3 pods (autoscaling.minReplicas) at once
            strategy.rollingUpdate.maxUnavailable=1 replicaCount=1 | stops 1 of 1 pods (replicaCount) at once
            strategy.rollingUpdate.maxSurge=0 strategy.rollingUpdate.maxUnavailable=25% replicaCount=1 | strategy.rollingUpdate (maxUnavailable 25%, maxSurge 0) stops 1 of 1 pods (replicaCount) at once
            strategy.rollingUpdate.maxSurge=0% | strategy.rollingUpdate.maxUnavailable and maxSurge are both 0; one of them must be more, so that pods can be replaced.
            strategy.rollingUpdate.maxSurge=null | at '/strategy/rollingUpdate': missing property 'maxSurge'
            strategy.rollingUpdate.maxSurge=some | at '/strategy/rollingUpdate/maxSurge': 'some' does not match pattern
            shared.existingSecret=x config.gateway.shared.redis-url=redis://x strategy.rollingUpdate.maxSurge=100% config.gateway.shared.replicas=3 | config.gateway.shared.replicas is 3; it must be at least 4, which is replicaCount and the pods that strategy adds while pods are replaced
            shared.existingSecret=x config.gateway.shared.redis-url=redis://x strategy.rollingUpdate.maxSurge=100% replicaCount=501 | replicaCount allows 1002 pods at once, with those that strategy adds while pods are replaced; at most 1000 can share.
            shared.existingSecret=x config.gateway.shared.redis-url=redis://x strategy.rollingUpdate.maxSurge=100% config.gateway.upstream.requests-per-minute=3 | config.gateway.upstream.requests-per-minute is 3; it must be 0 (no limit), or at least gateway.shared.replicas, which is 4.
            shared.existingSecret=x config.gateway.shared.redis-url=redis://x config.gateway.shared.replicas=9 config.gateway.upstream.requests-per-minute=8 | config.gateway.upstream.requests-per-minute is 8; it must be 0 (no limit), or at least gateway.shared.replicas, which is 9.
            minReadySeconds=600 | at '/minReadySeconds': maximum: got 600, want 599
            startupProbe.periodSeconds=121 | startupProbe.periodSeconds is 121; it must be at most startupSeconds, which is 120.
            livenessProbe.failureThreshold=null | at '/livenessProbe': missing property 'failureThreshold'
            livenessProbe.httpGet=x | at '/livenessProbe': additional properties 'httpGet' not allowed
            startupProbe.failureThreshold=9 | at '/startupProbe': additional properties 'failureThreshold' not allowed
            livenessProbe.periodSeconds=3 | livenessProbe restarts a pod after 9 s (periodSeconds times failureThreshold); it must be at least 10 s, after which readinessProbe has removed the pod from the Service.
            readinessProbe.failureThreshold=7 | livenessProbe restarts a pod after 30 s (periodSeconds times failureThreshold); it must be at least 35 s
            envFrom[0].prefix=A_ | at '/envFrom/0': 'anyOf' failed
            envFrom[0].configMapRef.nam=x | at '/envFrom/0/configMapRef': additional properties 'nam' not allowed
            extraContainers[0].name=a | at '/extraContainers/0': missing property 'image'
            extraContainers[0].name=a extraContainers[0].image=b extraContainers[0].volumes=x | at '/extraContainers/0': additional properties 'volumes' not allowed
            extraContainers[0].name=offline-messages-gateway extraContainers[0].image=b | extraContainers has the name offline-messages-gateway, which another container of the pod has; choose another name.
            extraContainers[0].name=a extraContainers[0].image=b initContainers[0].name=a initContainers[0].image=b | extraContainers has the name a, which another container of the pod has
            extraContainers[0].name=a extraContainers[0].image=b extraContainers[0].ports[0].containerPort=8081 | extraContainers has the port 8081, on which the gateway listens; choose another port.
            extraContainers[0].name=a extraContainers[0].image=b extraContainers[0].restartPolicy=Always | extraContainers has restartPolicy Always in a; only initContainers may have it.
            hostAliases[0].ip=192.0.2.7 | at '/hostAliases/0': missing property 'hostnames'
            dnsConfig.nameserver=192.0.2.53 | at '/dnsConfig': additional properties 'nameserver' not allowed
            topologySpreadConstraints[0].topologyKey=x | at '/topologySpreadConstraints/0': missing properties 'maxSkew', 'whenUnsatisfiable'
            autoscaling.enabled=true autoscaling.targetCPUUtilizationPercentage=null | autoscaling has nothing to scale by; set autoscaling.targetCPUUtilizationPercentage or autoscaling.metrics.
            autoscaling.enabled=true extraContainers[0].name=a extraContainers[0].image=b | extraContainers has no resources.requests.cpu in a; autoscaling needs it of each container
            autoscaling.enabled=true initContainers[0].name=a initContainers[0].image=b initContainers[0].restartPolicy=Always | initContainers has no resources.requests.cpu in a; autoscaling needs it of each container
            autoscaling.metrics[0].type=Cpu | at '/autoscaling/metrics/0/type': value must be one of
            autoscaling.behavior.scaledown.x=1 | at '/autoscaling/behavior': additional properties 'scaledown' not allowed
            extraObjects[0].kind=ConfigMap | at '/extraObjects/0': missing properties 'apiVersion', 'metadata'
            image.pullSecrets[0].nam=x | at '/image/pullSecrets/0': missing property 'name'
            """)
    void is_refused(String values, String sentence) {
        Verdict.assertRefused(values, sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            service.trafficDistribution=PreferClose    | 1.30.9 | 1.31.0 | service.trafficDistribution is PreferClose; it takes Kubernetes 1.31 or newer, and the cluster's is v1.30.9.
            service.trafficDistribution=PreferSameNode | 1.33.1 | 1.34.0 | service.trafficDistribution is PreferSameNode; it takes Kubernetes 1.34 or newer, and the cluster's is v1.33.1.
            initContainers[0].name=a initContainers[0].image=b initContainers[0].restartPolicy=Always | 1.28.3 | 1.29.0 | initContainers has restartPolicy Always in a; it takes Kubernetes 1.29 or newer, and the cluster's is v1.28.3.
            """)
    void is_refused_by_a_cluster_that_does_not_know_it(String values, String older, String newer, String sentence) {
        Chart chart = Verdict.with(values);
        assertThatThrownBy(() -> chart.onKubernetes(older).render()).hasMessageContaining(sentence);
        assertThatCode(() -> chart.onKubernetes(newer).render()).doesNotThrowAnyException();
    }

    /** Values close to a refusal that the chart accepts. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            podSecurityContext.fsGroup=null podSecurityContext.runAsUser=null
            podSecurityContext.fsGroup=null podSecurityContext.runAsGroup=0
            podSecurityContext.fsGroup=0
            autoscaling.enabled=true initContainers[0].name=a initContainers[0].image=b
            autoscaling.enabled=true autoscaling.targetCPUUtilizationPercentage=null autoscaling.metrics[0].type=Pods resources.requests.cpu=null
            strategy.rollingUpdate.maxUnavailable=1
            strategy.rollingUpdate.maxUnavailable=99%
            strategy.rollingUpdate.maxSurge=0 strategy.rollingUpdate.maxUnavailable=25%
            strategy.rollingUpdate.maxUnavailable=1 replicaCount=0
            shared.existingSecret=x config.gateway.shared.redis-url=redis://x config.gateway.upstream.requests-per-minute=3
            shared.existingSecret=x config.gateway.shared.redis-url=redis://x config.gateway.upstream.requests-per-minute=${BUDGET}
            livenessProbe.periodSeconds=4 livenessProbe.failureThreshold=3
            livenessProbe.failureThreshold=1 readinessProbe.failureThreshold=2
            serviceMonitor.interval=1m30s serviceMonitor.scrapeTimeout=90s
            ingress.enabled=true ingress.hosts[0]=a.b ingress.tls[0].hosts[0]=*.b
            ingress.enabled=true ingress.hosts[0]=*.b ingress.tls[0].hosts[0]=*.b
            service.type=NodePort service.externalTrafficPolicy=Cluster
            commonAnnotations.helm\\.sh/resource-policy=keep
            """)
    void is_not_refused(String values) {
        Verdict.assertAccepted(values);
    }
}
