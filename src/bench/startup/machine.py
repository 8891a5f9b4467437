"""The machine that measures: its packages, its JDK 25, and what to say of it beside the figures."""
import datetime
import os
import pathlib
import platform
import re
import shutil
import subprocess


def install(*packages):
    """Installs those Debian packages whose program of the same name is missing."""
    missing = [package for package in packages if not shutil.which(package)]
    if missing:
        if os.geteuid() != 0:
            raise SystemExit(f"Missing: {', '.join(missing)}; only root can install them.")
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing], check=True, env=environment)


def jdk25():
    candidates = [os.environ["JDK25_HOME"]] if "JDK25_HOME" in os.environ else sorted(pathlib.Path("/usr/lib/jvm").glob("*25*"))
    for home in map(pathlib.Path, candidates):
        if (home / "bin/jlink").exists():
            return home
    raise SystemExit("There is no JDK 25 in JDK25_HOME or under /usr/lib/jvm.")


def description(root, jdk):
    release = (jdk / "release").read_text()
    return {
        "date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        "commit": subprocess.run(["git", "rev-parse", "HEAD"], cwd=root, capture_output=True, text=True, check=True).stdout.strip(),
        "processor": re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())[1],
        "cores": os.cpu_count(),
        "kernel": platform.release(),
        "java": re.search(r'JAVA_RUNTIME_VERSION="(.*)"', release)[1],
    }
