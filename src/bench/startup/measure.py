"""One start of the gateway: how long until the first answer, and what it holds in memory afterwards."""
import subprocess
import time

import gateway
import processes

WARM_UP, IDS = 10_000, 100


def measure(way, upstream, jcmd):
    """What one start brings: seconds, and megabytes."""
    for port in (gateway.API, gateway.MANAGEMENT):
        processes.require_free(port)
    begin = time.clock_gettime(time.CLOCK_BOOTTIME)
    way.start(upstream)
    try:
        gateway.await_first_200(way.is_alive)
        end = time.clock_gettime(time.CLOCK_BOOTTIME)
        pid = way.pid()
        result = {
            "seconds": end - begin,
            "process_seconds": end - processes.started_at(pid),
            "processor_seconds": processes.processor_seconds(pid),
            "resident_at_first": processes.resident_megabytes(pid),
        }
        gateway.warm_up(WARM_UP, IDS)
        result["resident_warm"] = processes.resident_megabytes(pid)
        subprocess.run([jcmd, str(pid), "GC.run"], check=True, stdout=subprocess.DEVNULL)
        return result | {"heap_after_collection": gateway.heap_megabytes()}
    except SystemExit as failure:
        raise SystemExit(f"{way.name}: {failure}\n{way.tail()}")
    finally:
        way.stop()
