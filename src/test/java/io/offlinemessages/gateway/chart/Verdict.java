package io.offlinemessages.gateway.chart;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The chart's verdict on values on top of existing-secrets.yaml, such as {@code replicaCount=1 tls.existingSecret=keys}. */
final class Verdict {

    private Verdict() {}

    static void assertRefused(String values, String sentence) {
        assertThatThrownBy(() -> with(values).render()).hasMessageContaining(sentence);
    }

    static void assertAccepted(String values) {
        assertThatCode(() -> with(values).render().resources()).doesNotThrowAnyException();
    }

    static Chart with(String values) {
        return Chart.with("existing-secrets.yaml").setAll(values);
    }
}
