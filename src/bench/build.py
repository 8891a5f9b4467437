"""Builds the gateway, and the Java peers with the very versions of its pom.xml."""
import glob
import os
import pathlib
import shutil
import subprocess
import xml.etree.ElementTree as xml

MAVEN = "{http://maven.apache.org/POM/4.0.0}"
PROPERTIES = ["reactor-bom.version", "netty.version", "spring-cloud.version"]


def versions(root):
    pom = xml.parse(root / "pom.xml").getroot()
    found = {"spring-boot.version": pom.findtext(f"{MAVEN}parent/{MAVEN}version")}
    return found | {name: pom.findtext(f"{MAVEN}properties/{MAVEN}{name}") for name in PROPERTIES}


def gateway(root):
    """The runnable jar of the gateway."""
    _maven(root, "-DskipTests", "package")
    return _only(root / "target", "offline-messages-gateway-*.jar")


def peers(root):
    """The runnable jars of the plain gateway and of bare Netty."""
    _maven(root, "-f", "src/bench/peers/pom.xml", "package", *(f"-D{name}={value}" for name, value in versions(root).items()))
    target = root / "target/bench/peers"
    return _only(target, "*-plain-gateway.jar"), _only(target, "*-bare-netty.jar")


def java():
    """Java 25 as in the image, where there is one; else the default."""
    homes = [os.environ["JDK25_HOME"]] if "JDK25_HOME" in os.environ else sorted(glob.glob("/usr/lib/jvm/*25*"))
    for home in map(pathlib.Path, homes):
        if (home / "bin/java").exists():
            return str(home / "bin/java")
    found = shutil.which("java")
    if found is None:
        raise SystemExit("There is no Java: neither in JDK25_HOME, nor a JDK 25 below /usr/lib/jvm, nor on the PATH.")
    return found


def java_flags(java):
    """What the image has beyond the flags of all JDKs, where this one knows it: Netty's buffers without a check for each byte."""
    unsafe = "--sun-misc-unsafe-memory-access=allow"
    known = subprocess.run([java, unsafe, "-version"], capture_output=True)
    return [unsafe] if known.returncode == 0 else []


def _maven(root, *arguments):
    subprocess.run(["./mvnw", "-B", "-q", *arguments], cwd=root, check=True)


def _only(folder, pattern):
    found = list(folder.glob(pattern))
    if len(found) != 1:
        raise SystemExit(f"{folder} should hold one {pattern}, and holds {len(found)}.")
    return found[0]
