"""What was measured on, and with what."""
import os
import pathlib
import platform
import re
import subprocess
import time

import build
import packages
from systems.base import CACHE_MEGABYTES, JAVA_FLAGS, System


def describe(root, java):
    return {
        "date": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "commit": _output("git", "-C", root, "describe", "--always", "--dirty", "--exclude=*"),
        "cpu": re.search(r"model name\s*:\s*(.*)", pathlib.Path("/proc/cpuinfo").read_text()).group(1),
        "cores": os.cpu_count(),
        "kernel": platform.release(),
        "debian": pathlib.Path("/etc/debian_version").read_text().strip(),
        "java": _output(java, "--version").splitlines()[1],
        "java_flags": [f"-Xms{System.heap}", f"-Xmx{System.heap}", *JAVA_FLAGS, *build.java_flags(java)],
        "cache_megabytes": CACHE_MEGABYTES,
        "versions": packages.versions() | {name.removesuffix(".version"): value for name, value in build.versions(root).items()},
    }


def _output(*command):
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, check=True).stdout.strip()
