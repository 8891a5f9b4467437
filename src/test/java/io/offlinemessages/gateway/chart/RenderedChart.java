package io.offlinemessages.gateway.chart;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The manifests that Helm made of the chart.
 *
 * @param text all of them, as YAML
 */
public record RenderedChart(String text) {

    /** Every manifest as it stands there; a key that stands twice is refused. */
    List<Map<String, Object>> manifests() {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        Iterable<Object> documents = new Yaml(new SafeConstructor(options)).loadAll(text);
        return StreamSupport.stream(documents.spliterator(), false)
                .filter(Objects::nonNull)
                .map(KubernetesModel::map)
                .toList();
    }

    /** The specification of the first manifest of this kind. */
    Map<String, Object> spec(String kind) {
        return manifests().stream()
                .filter(each -> kind.equals(each.get("kind")))
                .findFirst()
                .map(each -> KubernetesModel.map(each.get("spec")))
                .orElseThrow();
    }

    /** Every manifest as Kubernetes' own type. */
    List<HasMetadata> resources() {
        return manifests().stream().map(KubernetesModel::strictly).toList();
    }

    /** What every pod is made by: the gateway's, and the test's. */
    List<PodSpec> pods() {
        return Stream.concat(
                        all(Deployment.class).stream()
                                .map(each -> each.getSpec().getTemplate().getSpec()),
                        all(Pod.class).stream().map(Pod::getSpec))
                .toList();
    }

    /** The manifests of one type. */
    public <T extends HasMetadata> List<T> all(Class<T> type) {
        return resources().stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** The only manifest of this type. */
    public <T extends HasMetadata> T the(Class<T> type) {
        List<T> all = all(type);
        if (all.size() != 1) {
            throw new IllegalStateException(all.size() + " manifests are a " + type.getSimpleName());
        }
        return all.get(0);
    }

    /** The manifest of this type and name. */
    public <T extends HasMetadata> T the(Class<T> type, String name) {
        return all(type).stream()
                .filter(each -> each.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + type.getSimpleName() + " is called " + name));
    }
}
