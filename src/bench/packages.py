"""The Debian packages that the benchmark needs."""
import shutil
import subprocess

PROGRAMS = {  # program: its package
    "wrk": "wrk", "nginx": "nginx", "varnishd": "varnish", "haproxy": "haproxy", "htpasswd": "apache2-utils", "taskset": "util-linux",
    "redis-server": "redis-server",
}
ECHO = "libnginx-mod-http-echo"  # with it the origin can answer late


def install():
    missing = [package for program, package in PROGRAMS.items() if shutil.which(program) is None]
    if subprocess.run(["dpkg", "--status", ECHO], capture_output=True).returncode:
        missing.append(ECHO)
    if missing:
        print("Installing", *missing, flush=True)
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        # Debian would start them as services of the machine.
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "-o", "Dpkg::Use-Pty=0", *missing], check=True,
                       env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"})


def versions():
    wanted = ["wrk", "nginx", "varnish", "haproxy", "redis-server"]
    found = subprocess.run(["dpkg-query", "--show", "--showformat=${Package} ${Version}\n", *wanted], capture_output=True, text=True, check=True)
    return dict(line.split() for line in found.stdout.splitlines())
