package io.offlinemessages.gateway.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Helm prints after an installation ends with commands that reach the API. */
@Tag("chart")
class ChartNotesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            trial.yaml      | 80  | curl --include --retry 5 --retry-connrefused --user 'john@example.com' http://localhost:8080/api/offlinemessages/
            tls.yaml        | 443 | curl --include --insecure --retry 5 --retry-connrefused --user 'john@example.com' https://localhost:8080/api/offlinemessages/
            everything.yaml | 443 | curl --include --insecure --retry 5 --retry-connrefused --user 'john@example.com' https://localhost:8080/api/offlinemessages/
            """)
    void they_end_with_a_port_forward_and_a_curl(String way, int port, String curl) {
        assertThat(Chart.with(way)
                        .inNamespace("elsewhere")
                        .notes()
                        .strip()
                        .lines()
                        .map(String::strip))
                .endsWith(
                        "kubectl --namespace elsewhere port-forward service/demo-offline-messages-gateway 8080:" + port
                                + " &",
                        curl);
    }

    @Test
    void they_name_a_user_of_an_inline_users_file() {
        assertThat(Chart.with("trial.yaml")
                        .set("users.inline", "users:\n- username: jane\n  password: $2y$\n  role: Admin")
                        .notes())
                .contains("--user 'jane'");
    }

    @Test
    void they_name_each_host_with_the_scheme_that_it_has() {
        assertThat(Chart.with("trial.yaml")
                        .setAll("ingress.enabled=true ingress.hosts[0]=a.example.com ingress.hosts[1]=b.example.net"
                                + " ingress.tls[0].hosts[0]=*.example.com")
                        .notes())
                .contains("from outside at https://a.example.com\n", "from outside at http://b.example.net\n");
    }

    @Test
    void they_warn_of_inline_secrets_and_of_nothing_else() {
        assertThat(Chart.with("trial.yaml").notes()).contains("This is a trial");
        assertThat(Chart.with("existing-secrets.yaml").notes()).doesNotContain("This is a trial");
    }
}
