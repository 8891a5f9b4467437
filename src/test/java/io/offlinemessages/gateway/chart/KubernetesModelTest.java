package io.offlinemessages.gateway.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The strict reading is strict: what an API server would refuse or drop does not pass. */
@Tag("chart")
class KubernetesModelTest {

    private static final String GOOD = Chart.with("everything.yaml").render().text();

    @Test
    void a_good_manifest_is_read_whole() {
        var deployment = new RenderedChart(GOOD).the(Deployment.class);
        assertThat(deployment
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .get(0)
                        .getReadinessProbe())
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            readinessProbe:          | readynessProbe:             | readynessProbe
            runAsNonRoot: true       | runAsNotRoot: true          | runAsNotRoot
            revisionHistoryLimit: 3  | revisionHistoryLimits: 3    | revisionHistoryLimits
            averageUtilization: 70   | averageUtilisation: 70      | averageUtilisation
            unhealthyPodEvictionPolicy: | unhealthyPodEviction:    | unhealthyPodEviction
            policyTypes:             | policyType:                 | policyType
            ingressClassName:        | ingressClass:               | ingressClass
            backendRefs:             | backendReferences:          | backendReferences
            jobLabel:                | jobLabels:                  | jobLabels
            groups:                  | grups:                      | grups
            appProtocol: https       | applicationProtocol: https  | applicationProtocol
            cost-centre: "42"        | cost-centre: 42             | Cannot coerce Integer value
            revisionHistoryLimit: 3  | revisionHistoryLimit: "3"   | Cannot coerce String value
            revisionHistoryLimit: 3  | revisionHistoryLimit:       | spec.revisionHistoryLimit has no value
            revisionHistoryLimit: 3  | replicas: 1                 | duplicate key
            apiVersion: policy/v1    | apiVersion: policy/v1beta1  | policy/v1beta1 PodDisruptionBudget
            """)
    void a_wrong_one_is_refused(String good, String wrong, String because) {
        assertThat(GOOD).contains(good);
        String text = GOOD.replace(good, wrong).replace("  replicas: 1", "  paused: true\n  paused: true");
        assertThatThrownBy(() -> new RenderedChart(text).resources()).hasMessageContaining(because);
    }
}
