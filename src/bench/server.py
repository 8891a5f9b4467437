"""A program that serves: started on cores of its own, watched, and ended with the run."""
import os
import pathlib
import random
import signal
import socket
import subprocess
import time

START_SECONDS = 300  # on a machine with other work on it
TICKS = os.sysconf("SC_CLK_TCK")
PORTS = 10_000  # to choose from, below those that connections take


class Failed(SystemExit):
    """What was measured, or what measures it, has failed; ends the program unless it is caught."""


class Server:
    def __init__(self, stack, name, command, port, cores, folder, environment=None, within=START_SECONDS):
        self.name, self.port = name, port
        self.log = folder / f"{name}.log"
        pinned = ["taskset", "--cpu-list", cores, *map(str, command)]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                pinned, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, cwd=folder, env=os.environ | (environment or {}))
        stack.callback(self.stop)
        try:
            self._await_port(within)
        except Failed:
            self.stop()
            raise

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def cpu_seconds(self):
        """What the program and its children have used so far."""
        return sum(_ticks(pid) for pid in self._family()) / TICKS

    def require_alive(self):
        if self.process.poll() is not None:
            self.fail(f"has ended with {self.process.returncode}")

    def fail(self, what):
        tail = self.log.read_text(errors="replace").splitlines()[-40:]
        raise Failed("\n".join([*tail, f"{self.name} {what}; above is the end of {self.log}"]))

    def _family(self):
        found, open_ends = [], [self.process.pid]
        while open_ends:
            pid = open_ends.pop()
            found.append(pid)
            for children in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
                open_ends += map(int, _read(children).split())
        return found

    def _await_port(self, within):
        end = time.monotonic() + within
        while True:
            self.require_alive()
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=5).close()
                return
            except OSError:
                if time.monotonic() > end:
                    self.fail(f"does not listen after {within} s")
                time.sleep(0.1)


def _ticks(pid):
    fields = _read(pathlib.Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12]) if fields else 0


def _read(file):
    """A file of /proc; empty when its process or thread has ended meanwhile, as those of pools do at any time."""
    try:
        return file.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def free_port():
    """A port that no connection takes before its program starts, which may be late in a run; each is given once."""
    for port in _ports:
        with socket.socket() as found:
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                found.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
    raise Failed("No port is free.")


def _shuffled_ports():
    first = int(pathlib.Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    ports = range(max(1024, first - PORTS), first) or range(1024, 65_536)
    return random.sample(ports, len(ports))


_ports = iter(_shuffled_ports())
