package io.offlinemessages.gateway.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every pod that the chart makes meets the restricted Pod Security Standard as installed, the test's pod included. */
class PodSecurityTest {

    @ForEachWay
    void every_pod_is_restricted(String way) {
        assertThat(pods(Chart.with(way).render()))
                .hasSize(2)
                .allSatisfy(pod -> assertThat(PodSecurity.violations(pod)).isEmpty());
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
        assertThat(pods(new RenderedChart(text.replace(good, bad))))
                .anySatisfy(pod -> assertThat(PodSecurity.violations(pod)).contains(violation));
    }

    private static List<PodSpec> pods(RenderedChart chart) {
        return Stream.concat(
                        chart.all(Deployment.class).stream()
                                .map(each -> each.getSpec().getTemplate().getSpec()),
                        chart.all(Pod.class).stream().map(Pod::getSpec))
                .toList();
    }
}
