package io.offlinemessages.gateway.chart;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.offlinemessages.gateway.mounts.MountedSecret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The files and environment variables of the gateway's container, laid out below a folder as the kubelet lays them out below the
 * root: each file is a link into a folder that is itself a link, {@code ..data}.
 */
public final class MountedPod {

    private static final String OWN_FILES = "/etc/gateway";

    private final RenderedChart chart;
    private final Map<String, Map<String, String>> secrets;
    private final Path root;

    /** Lays it out; the secrets are those that the chart expects to exist, by name. */
    public MountedPod(RenderedChart chart, Map<String, Map<String, String>> secrets, Path root) {
        this.chart = chart;
        this.secrets = secrets;
        this.root = root;
        Map<String, Volume> volumes =
                pod().getVolumes().stream().collect(Collectors.toMap(Volume::getName, volume -> volume));
        for (VolumeMount mount : pod().getContainers().get(0).getVolumeMounts()) {
            if (mount.getMountPath().startsWith(OWN_FILES)) {
                mount(
                        Objects.requireNonNull(volumes.get(mount.getName())),
                        root.resolve(mount.getMountPath().substring(1)));
            }
        }
    }

    /** The container's environment. */
    public Map<String, Object> environment() {
        return pod().getContainers().get(0).getEnv().stream()
                .filter(variable -> variable.getValueFrom() == null)
                .collect(Collectors.toMap(EnvVar::getName, variable -> below(variable.getValue())));
    }

    private PodSpec pod() {
        return chart.the(Deployment.class).getSpec().getTemplate().getSpec();
    }

    private void mount(Volume volume, Path folder) {
        var unused = new MountedSecret(folder, content(volume));
    }

    private Map<String, String> content(Volume volume) {
        if (volume.getSecret() != null) {
            String name = volume.getSecret().getSecretName();
            Map<String, String> data = secrets.getOrDefault(name, Map.of());
            return project(volume.getSecret().getItems(), data.isEmpty() ? decoded(name) : data);
        }
        var data = new LinkedHashMap<String, String>();
        secrets.getOrDefault(volume.getConfigMap().getName(), Map.of()).forEach(data::put);
        if (data.isEmpty()) {
            chart.the(ConfigMap.class, volume.getConfigMap().getName())
                    .getData()
                    .forEach((key, text) -> data.put(key, below(text)));
        }
        return data;
    }

    private Map<String, String> decoded(String secret) {
        return chart.the(Secret.class, secret).getData().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> new String(Base64.getDecoder().decode(entry.getValue()), StandardCharsets.UTF_8)));
    }

    private static Map<String, String> project(List<KeyToPath> items, Map<String, String> data) {
        return items.stream().collect(Collectors.toMap(KeyToPath::getPath, item -> data.get(item.getKey())));
    }

    private String below(String text) {
        return text.replace(OWN_FILES, root + OWN_FILES);
    }
}
