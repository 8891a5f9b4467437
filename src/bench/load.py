"""The load generator: wrk with one thread, on the core that the systems do not use."""
import json
import pathlib
import resource
import subprocess

import payload
import server

LUA = pathlib.Path(__file__).resolve().parent / "lua"
ALLOWANCE = 60  # seconds beyond the load's own


def run(system, path, seconds, connections=64, script="report.lua", arguments=(), headers=()):
    """Bounded load on one system; what wrk has counted, and the CPU seconds that it used."""
    before = _child_seconds()
    fields = [f"Authorization: {payload.authorization()}", *headers]
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", script]
    command += [option for field in fields for option in ("-H", field)]
    command += [f"{system.address}{path}", "--", *map(str, arguments)]
    # Where it runs, scripts find the one that they share.
    try:
        done = subprocess.run(command, cwd=LUA, capture_output=True, text=True, timeout=seconds + ALLOWANCE)
    except subprocess.TimeoutExpired:
        raise server.Failed(f"wrk has not ended {ALLOWANCE} s after its {seconds} s at {system.name}.") from None
    counted = next((line for line in done.stdout.splitlines() if line.startswith("{")), None)
    if done.returncode or counted is None:
        raise server.Failed(f"wrk failed at {system.name}:\n{done.stdout}{done.stderr}")
    return json.loads(counted) | {"wrk_cpu_seconds": _child_seconds() - before}


def _child_seconds():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
