"""A program that serves: started on cores of its own, watched, and ended with the run."""
import os
import pathlib
import signal
import socket
import subprocess
import time

START_SECONDS = 120
TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    def __init__(self, stack, name, command, port, cores, folder, environment=None, within=START_SECONDS):
        self.name, self.port = name, port
        self.log = folder / f"{name}.log"
        pinned = ["taskset", "--cpu-list", cores, *map(str, command)]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                pinned, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, cwd=folder, env=os.environ | (environment or {}))
        stack.callback(self.stop)
        self._await_port(within)

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
        raise SystemExit("\n".join([*tail, f"{self.name} {what}; above is the end of {self.log}"]))

    def _family(self):
        found, open_ends = [], [self.process.pid]
        while open_ends:
            pid = open_ends.pop()
            found.append(pid)
            for children in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
                open_ends += map(int, children.read_text().split())
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
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]
