"""The collectors that are compared, and what one start of the gateway does under each of them."""
import re
import subprocess

import gateway
import processes
import report
import ways

HEADERS = "-XX:+UseCompactObjectHeaders"
CHOICES = {
    "Serial": ["-XX:+UseSerialGC"],
    "Serial, compact headers": ["-XX:+UseSerialGC", HEADERS],
    "Parallel": ["-XX:+UseParallelGC"],
    "G1": ["-XX:+UseG1GC"],
    "G1, compact headers": ["-XX:+UseG1GC", HEADERS],
}
CONNECTIONS = 64
# No id comes twice, so that each is a miss.
MISSES = """
local id = %d
request = function()
  id = id + 1
  return wrk.format("GET", "/api/offlinemessages/" .. id)
end
"""
FIRST_WARM_UP, FIRST_MEASURED = 100_000_000, 200_000_000
COLUMNS = [("hits", "hits/s", ".0f"), ("hits_p99", "p99 ms of hits", ".1f"), ("misses", "misses/s", ".0f"),
           ("misses_p99", "p99 ms of misses", ".1f"), ("resident", "MB resident", ".0f")]


def measure(root, folder, jdk, flags, upstream, seconds):
    """Requests in a second and the 99th percentile, of hits and of misses, and the memory after both."""
    for port in (gateway.API, gateway.MANAGEMENT):
        processes.require_free(port)
    [jar] = (root / "target").glob("offline-messages-gateway-*.jar")
    way = ways.Java("gateway", jdk, root, folder, [*flags, "-XX:ActiveProcessorCount=1", "-jar", jar])
    way.command = ["taskset", "--cpu-list", "0", *way.command]
    way.start(upstream)
    try:
        gateway.await_first_200(way.is_alive)
        wrk(seconds, gateway.DETAIL.format(744))
        hits, hits_p99 = wrk(seconds, gateway.DETAIL.format(744))
        wrk(seconds, "/", "--script", misses_from(FIRST_WARM_UP, folder))
        misses, misses_p99 = wrk(seconds, "/", "--script", misses_from(FIRST_MEASURED, folder))
        return {"hits": hits, "hits_p99": hits_p99, "misses": misses, "misses_p99": misses_p99,
                "resident": processes.resident_megabytes(way.pid())}
    except SystemExit as failure:
        raise SystemExit(f"{' '.join(flags)}: {failure}\n{way.tail()}")
    finally:
        way.stop()


def misses_from(first, folder):
    script = folder / "misses.lua"
    script.write_text(MISSES % first)
    return script


def wrk(seconds, path, *options):
    """Requests in a second, and milliseconds of the 99th percentile; an answer that is not 200 ends the run."""
    command = ["wrk", "--threads", "1", "--connections", str(CONNECTIONS), "--duration", f"{seconds}s", "--timeout", "20s",
               "--latency", "--header", f"Authorization: {gateway.AUTHORIZATION}", *map(str, options), f"http://127.0.0.1:{gateway.API}{path}"]
    done = subprocess.run(command, capture_output=True, text=True)
    rate, p99 = re.search(r"Requests/sec: *(\S+)", done.stdout), re.search(r"99% *([\d.]+)(us|ms|s)", done.stdout)
    if done.returncode != 0 or not rate or not p99 or "Non-2xx" in done.stdout or "Socket errors" in done.stdout:
        raise SystemExit(f"wrk says:\n{done.stdout}{done.stderr}")
    return float(rate[1]), float(p99[1]) * {"us": 0.001, "ms": 1, "s": 1000}[p99[2]]


def table(results):
    lines = ["| | " + " | ".join(title for _, title, _ in COLUMNS) + " |", "|---" * (len(COLUMNS) + 1) + "|"]
    for name, rounds in results.items():
        cells = [report.spread([one[key] for one in rounds], form) for key, _, form in COLUMNS]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)
