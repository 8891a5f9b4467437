package io.offlinemessages.gateway.chart;

import io.fabric8.kubernetes.api.model.Capabilities;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SeccompProfile;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Kubernetes' Pod Security Standard of level restricted, and what this project asks beyond it.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/security/pod-security-standards/">Pod Security Standards</a>
 */
final class PodSecurity {

    private static final Set<String> SECCOMP = Set.of("RuntimeDefault", "Localhost");

    private final PodSpec pod;
    private final List<String> violations = new ArrayList<>();

    private PodSecurity(PodSpec pod) {
        this.pod = pod;
    }

    /** What a pod violates, a word or two for each. */
    static List<String> violations(PodSpec pod) {
        var check = new PodSecurity(pod);
        check.ofPod();
        containers(pod).forEach(check::ofContainer);
        return check.violations;
    }

    private static Stream<Container> containers(PodSpec pod) {
        return Stream.concat(pod.getContainers().stream(), pod.getInitContainers().stream());
    }

    private void ofPod() {
        require(
                Stream.of(pod.getHostNetwork(), pod.getHostPID(), pod.getHostIPC())
                        .noneMatch(PodSecurity::on),
                "host");
        require(pod.getEphemeralContainers().isEmpty(), "ephemeralContainers");
        PodSecurityContext context = pod.getSecurityContext();
        require(context.getSysctls().isEmpty() && context.getSeLinuxOptions() == null, "sysctls, seLinuxOptions");
        require(
                context.getAppArmorProfile() == null
                        && context.getSupplementalGroups().isEmpty(),
                "appArmorProfile, supplementalGroups");
        require(on(context.getRunAsNonRoot()), "runAsNonRoot");
        require(!Objects.equals(context.getRunAsUser(), 0L), "runAsUser");
        require(isConfined(context.getSeccompProfile()), "seccompProfile");
        pod.getVolumes().forEach(this::ofVolume);
        require(Boolean.FALSE.equals(pod.getAutomountServiceAccountToken()), "automountServiceAccountToken");
    }

    private void ofVolume(Volume volume) {
        require(
                Stream.of(
                                volume.getConfigMap(),
                                volume.getSecret(),
                                volume.getEmptyDir(),
                                volume.getProjected(),
                                volume.getDownwardAPI(),
                                volume.getCsi(),
                                volume.getPersistentVolumeClaim(),
                                volume.getEphemeral())
                        .anyMatch(Objects::nonNull),
                "volume " + volume.getName());
        require(
                volume.getEmptyDir() == null
                        || containers(pod)
                                .flatMap(each -> each.getVolumeMounts().stream())
                                .filter(mount -> mount.getName().equals(volume.getName()))
                                .allMatch(mount -> mount.getMountPath().equals("/tmp")),
                "emptyDir elsewhere than on /tmp");
    }

    private void ofContainer(Container container) {
        SecurityContext context = container.getSecurityContext();
        require(Boolean.FALSE.equals(context.getAllowPrivilegeEscalation()), "allowPrivilegeEscalation");
        require(!on(context.getPrivileged()), "privileged");
        require(on(context.getReadOnlyRootFilesystem()), "readOnlyRootFilesystem");
        Capabilities capabilities = context.getCapabilities();
        require(capabilities != null && capabilities.getDrop().contains("ALL"), "capabilities.drop");
        require(capabilities == null || capabilities.getAdd().isEmpty(), "capabilities.add");
        require(context.getRunAsNonRoot() == null && context.getRunAsUser() == null, "a container's own user");
        require(context.getSeccompProfile() == null, "a container's own seccompProfile");
        require(context.getProcMount() == null && context.getSeLinuxOptions() == null, "procMount, seLinuxOptions");
        require(container.getPorts().stream().allMatch(port -> port.getHostPort() == null), "hostPort");
        require(
                container.getVolumeMounts().stream()
                        .allMatch(mount ->
                                on(mount.getReadOnly()) || mount.getMountPath().equals("/tmp")),
                "writable mount");
        var resources = container.getResources();
        require(
                Stream.of(resources.getRequests(), resources.getLimits())
                        .allMatch(each -> each.keySet().containsAll(Set.of("cpu", "memory"))),
                "resources");
    }

    private void require(boolean holds, String what) {
        if (!holds) {
            violations.add(what);
        }
    }

    private static boolean on(@Nullable Boolean value) {
        return Boolean.TRUE.equals(value);
    }

    private static boolean isConfined(@Nullable SeccompProfile profile) {
        return profile != null && SECCOMP.contains(profile.getType());
    }
}
