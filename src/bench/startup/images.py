"""The images, in a podman of the run's own: without an AOT cache, and with the one that src/image/train makes."""
import os
import subprocess

import processes

PLAIN, TRAINED = "localhost/offline-messages-gateway:0.1.0-SNAPSHOT", "localhost/trained"


class Podman:
    """A podman that keeps all it has in one folder."""

    def __init__(self, root, folder, jdk):
        self.root, self.folder, self.jdk = root, folder, jdk
        self.log = folder / "podman.log"
        subprocess.run([root / "src/image/podman-settings", folder], check=True)
        self.environment = os.environ | {
            "CONTAINERS_CONF": str(folder / "containers.conf"),
            "CONTAINERS_STORAGE_CONF": str(folder / "storage.conf"),
            "TMPDIR": str(folder / "tmp"),
            "CONTAINER_ENGINE": "podman",
            "JAVA_HOME": str(jdk),
        }

    def __call__(self, *arguments):
        done = subprocess.run(["podman", *arguments], env=self.environment, capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"podman {' '.join(arguments)} failed:\n{done.stderr}")
        return done.stdout.strip()

    def run(self, *command):
        processes.run(command, self.log, env=self.environment, cwd=self.root)

    def leave(self):
        unmount(self.folder)


def unmount(folder):
    """Takes down what podman has mounted, so that its folder can be removed."""
    subprocess.run(["umount", folder / "storage/overlay"], capture_output=True)


def build(podman):
    """Builds both images from the sources, the first one on a base of this machine's C library and JDK."""
    base = podman.folder / "base.tar"
    podman.run("src/image/base", podman.jdk, base)
    podman.run("./mvnw", "-B", "-ntp", "-q", "package", "jib:buildTar", "-DskipTests", f"-Dimage.base=tar://{base}",
               f"-Djib.baseImageCache={podman.folder}/jib-base", f"-Djib.applicationCache={podman.folder}/jib-application")
    podman("load", "--quiet", "--input", str(podman.root / "target/jib-image.tar"))
    podman.run("src/image/train", PLAIN, TRAINED)
