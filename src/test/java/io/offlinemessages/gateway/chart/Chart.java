package io.offlinemessages.gateway.chart;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import com.marcnuri.helm.TemplateCommand;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The chart and what a user would give to Helm with it.
 *
 * @param release the release's name
 * @param namespace where it is installed
 * @param valuesFiles values files, later ones first
 * @param values single values, as with {@code --set}
 * @param kubernetes the version of the cluster
 */
public record Chart(
        String release, String namespace, List<Path> valuesFiles, Map<String, String> values, String kubernetes) {

    /** The chart's folder. */
    public static final Path FOLDER = Path.of("helm", "offline-messages-gateway");

    /** The values files of the tests, each a way to install the gateway that is in use. */
    public static final List<String> WAYS = List.of(
            "trial.yaml", "existing-secrets.yaml", "forward.yaml", "tls.yaml", "shared.yaml", "everything.yaml");

    private static final Path VALUES = Path.of("src", "test", "resources", "chart");
    private static final String KUBERNETES = "1.34.0";

    /** Release {@code demo} in namespace {@code chat}, with one of the tests' values files. */
    public static Chart with(String valuesFile) {
        return with(VALUES.resolve(valuesFile));
    }

    /** Release {@code demo} in namespace {@code chat}, with a values file. */
    public static Chart with(Path valuesFile) {
        return new Chart("demo", "chat", List.of(valuesFile), Map.of(), KUBERNETES);
    }

    /** The chart without any values. */
    static Chart bare() {
        return new Chart("demo", "chat", List.of(), Map.of(), KUBERNETES);
    }

    Chart named(String name) {
        return new Chart(name, namespace, valuesFiles, values, kubernetes);
    }

    Chart inNamespace(String name) {
        return new Chart(release, name, valuesFiles, values, kubernetes);
    }

    Chart onKubernetes(String version) {
        return new Chart(release, namespace, valuesFiles, values, version);
    }

    /** One more values file; it wins over those before. */
    public Chart and(Path valuesFile) {
        return new Chart(
                release,
                namespace,
                Stream.concat(valuesFiles.stream(), Stream.of(valuesFile)).toList(),
                values,
                kubernetes);
    }

    /** One more value. */
    public Chart set(String name, String value) {
        var more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Chart(release, namespace, valuesFiles, more, kubernetes);
    }

    /** More values, such as {@code replicaCount=1 tls.existingSecret=keys}, parted by blanks. */
    Chart setAll(String assignments) {
        Chart chart = this;
        for (String each : assignments.split(" (?=[A-Za-z.\\[\\]0-9-]+=)", -1)) {
            int equals = each.indexOf('=');
            chart = chart.set(each.substring(0, equals), each.substring(equals + 1));
        }
        return chart;
    }

    /** What {@code helm template} makes of it. */
    public RenderedChart render() {
        TemplateCommand command = new Helm(PlainHooks.FOLDER)
                .template()
                .withName(release)
                .withNamespace(namespace)
                .withKubeVersion(kubernetes);
        valuesFiles.forEach(command::withValuesFile);
        values.forEach(command::set);
        return new RenderedChart(command.call());
    }

    /** What {@code helm install} would print. */
    String notes() {
        InstallCommand command = new Helm(FOLDER)
                .install()
                .clientOnly()
                .dryRun()
                .withKubeVersion(kubernetes)
                .withName(release)
                .withNamespace(namespace);
        valuesFiles.forEach(command::withValuesFile);
        values.forEach(command::set);
        return command.call().getOutput();
    }
}
