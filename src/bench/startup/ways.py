"""The ways to start the gateway that are compared, each as a process that can be started, watched and ended."""
import pathlib
import subprocess

import gateway
import images
import processes

USERS = "src/test/resources/sandbox/users.yaml"
# What the chart gives a pod.
MEMORY = "512m"
# The collector that a JVM takes in a container with that much memory.
COLLECTOR = "-XX:+UseSerialGC"


class Java:
    """A JVM of this machine, with the image's flags and as much memory as the image has."""

    def __init__(self, name, jdk, root, folder, options):
        self.name, self.root, self.log = name, root, folder / "gateway.log"
        flags = ["-XX:Flags=" + str(root / "src/image/app/jvm.flags"), f"-XX:MaxRAM={MEMORY}",
                 "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"]
        self.command = [jdk / "bin/java", *flags, *options]

    def start(self, upstream):
        command = [*self.command, *gateway.arguments(upstream, self.root / USERS)]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=self.log.open("wb"), stderr=subprocess.STDOUT)

    def pid(self):
        return self.process.pid

    def is_alive(self):
        return self.process.poll() is None

    def stop(self):
        processes.end(self.process)

    def tail(self):
        return processes.tail(self.log)


class Container:
    """The image as a cluster runs it; its network alone is the machine's."""

    def __init__(self, name, podman, image):
        self.name, self.podman, self.image = name, podman, image

    def start(self, upstream):
        self.id = self.podman(
            "create", "--network", "host", "--memory", MEMORY, "--read-only", "--read-only-tmpfs=false", "--tmpfs", "/tmp:exec",
            "--cap-drop", "all", "--security-opt", "no-new-privileges",
            "--volume", f"{self.podman.root / USERS}:/etc/gateway/users.yaml:ro",
            self.image, *gateway.arguments(upstream, "/etc/gateway/users.yaml"))
        self.podman("start", self.id)
        self.process = pathlib.Path("/proc", self.podman("inspect", "--format", "{{.State.Pid}}", self.id))

    def pid(self):
        return int(self.process.name)

    def is_alive(self):
        # Asking podman would take processor time from what is measured.
        return self.process.exists()

    def stop(self):
        self.podman("rm", "--force", "--time", "40", self.id)

    def tail(self):
        return self.podman("logs", "--tail", "30", self.id)


def build(root, folder, jdk, podman):
    """Builds what the ways start, and returns them; the first one is what the others are compared with."""
    images.build(podman)
    [jar] = (root / "target").glob("offline-messages-gateway-*.jar")
    extracted = folder / "extracted"
    processes.run([jdk / "bin/java", "-Djarmode=tools", "-jar", jar, "extract", "--force", "--destination", extracted], folder / "extract.log")
    return [
        Java("fat jar", jdk, root, folder, [COLLECTOR, "-jar", jar]),
        Java("extracted jar", jdk, root, folder, [COLLECTOR, "-jar", extracted / jar.name]),
        Container("image without AOT cache", podman, images.PLAIN),
        Container("image with AOT cache", podman, images.TRAINED),
    ]
