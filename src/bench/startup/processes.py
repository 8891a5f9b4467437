"""Processes of a run: waiting for them, ending them, and what the kernel knows of them."""
import os
import pathlib
import socket
import subprocess
import time

TICKS = os.sysconf("SC_CLK_TCK")


def end(process, seconds=40):
    """Ends it, and does not return before it is gone."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def tail(log, lines=30):
    return "\n".join(pathlib.Path(log).read_text(errors="replace").splitlines()[-lines:])


def run(command, log, **options):
    """Runs it to its end; a failure ends the run with the tail of its log."""
    with open(log, "ab") as file:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT, **options)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))} failed:\n{tail(log)}")


def await_port(port, process, log, seconds=20):
    for _ in range(seconds * 100):
        if process.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except ConnectionRefusedError:
            time.sleep(0.01)
    raise SystemExit(f"{process.args[0]} does not listen on port {port}:\n{tail(log)}")


def require_free(port):
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except ConnectionRefusedError:
        return
    raise SystemExit(f"Port {port} of the loopback is taken; the run needs it.")


def started_at(pid):
    """When it was made, on the clock of time.clock_gettime(CLOCK_BOOTTIME)."""
    return int(stat(pid)[19]) / TICKS


def processor_seconds(pid):
    fields = stat(pid)
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident_megabytes(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise SystemExit(f"Process {pid} has ended.")


def stat(pid):
    """The fields of /proc/PID/stat behind the name."""
    return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
