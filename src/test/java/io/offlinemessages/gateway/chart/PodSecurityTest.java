package io.offlinemessages.gateway.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every pod that the chart makes meets the restricted Pod Security Standard as installed, the test's pod included. */
@Tag("chart")
class PodSecurityTest {

    @TempDir
    private Path folder;

    @ForEachWay
    void every_pod_is_restricted(String way) {
        assertThat(Chart.with(way).render().pods()).hasSize(2).allSatisfy(pod -> {
            assertThat(PodSecurity.violations(pod)).isEmpty();
            assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(10001L);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            podSecurityContext.runAsNonRoot=false           | runAsNonRoot
            podSecurityContext.runAsUser=0                  | runAsUser
            podSecurityContext.seccompProfile=null          | seccompProfile
            securityContext.allowPrivilegeEscalation=true   | allowPrivilegeEscalation
            securityContext.readOnlyRootFilesystem=false    | readOnlyRootFilesystem
            securityContext.capabilities.add[0]=NET_RAW     | capabilities.add
            """)
    void only_what_is_set_makes_the_pods_less(String value, String violation) {
        assertThat(Chart.with("trial.yaml").setAll(value).render().pods())
                .hasSize(2)
                .allSatisfy(pod -> assertThat(PodSecurity.violations(pod)).containsExactly(violation));
    }

    @ParameterizedTest
    @ValueSource(strings = {"extraContainers", "initContainers"})
    void a_container_beside_the_gateway_is_less_by_what_it_sets_alone(String where) throws IOException {
        Path values = Files.writeString(folder.resolve("values.yaml"), """
                %s:
                  - name: beside
                    image: example.com/beside:1
                    resources: {requests: {cpu: 10m, memory: 16Mi}, limits: {cpu: 100m, memory: 16Mi}}
                    securityContext: {privileged: true}
                """.formatted(where));
        RenderedChart chart = Chart.with("trial.yaml").and(values).render();
        assertThat(chart.pods()).flatExtracting(PodSecurity::violations).containsExactly("privileged");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            runAsNonRoot: true                  | runAsNonRoot: false                | runAsNonRoot
            runAsUser: 10001                    | runAsUser: 0                       | runAsUser
            type: RuntimeDefault                | type: Unconfined                   | seccompProfile
            allowPrivilegeEscalation: false     | allowPrivilegeEscalation: true     | allowPrivilegeEscalation
            allowPrivilegeEscalation: false     | privileged: true                   | privileged
            readOnlyRootFilesystem: true        | readOnlyRootFilesystem: false      | readOnlyRootFilesystem
            - ALL                               | - NET_RAW                          | capabilities.drop
            automountServiceAccountToken: false | automountServiceAccountToken: true | automountServiceAccountToken
            enableServiceLinks: false           | hostNetwork: true                  | host
            memory: 512Mi                       | ephemeral-storage: 1Gi             | resources
            containerPort: 8081                 | hostPort: 8081                     | hostPort
            mountPath: /tmp                     | mountPath: /var                    | emptyDir elsewhere than on /tmp
            """)
    void a_pod_that_is_not_is_noticed(String good, String bad, String violation) {
        String text = Chart.with("trial.yaml").render().text();
        assertThat(text).contains(good);
        assertThat(new RenderedChart(text.replace(good, bad)).pods())
                .anySatisfy(pod -> assertThat(PodSecurity.violations(pod)).contains(violation));
    }
}
