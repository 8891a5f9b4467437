"""The gateway as each way of starting it is asked to run: the same arguments, the same callers, the same questions."""
import base64
import http.client
import re
import time

API, MANAGEMENT = 18080, 18081
AUTHORIZATION = "Basic " + base64.b64encode(b"john@example.com:123456").decode()
DETAIL = "/api/offlinemessages/{}"
START_LIMIT = 120


def arguments(upstream, users):
    return [
        f"--gateway.upstream.base-url={upstream}",
        "--gateway.upstream.username=gateway@example.com",
        "--gateway.upstream.password=secret",
        f"--gateway.access.users-file={users}",
        "--gateway.access-log.enabled=false",
        "--gateway.limits.connections-per-address=16384",
        "--gateway.cache.ttl=1h",
        "--gateway.drain.delay=0s",
        f"--server.port={API}",
        f"--management.server.port={MANAGEMENT}",
    ]


def await_first_200(is_alive):
    """Asks for a detail, with a password to be hashed and a call to the upstream to be made, until it comes."""
    end = time.monotonic() + START_LIMIT
    while time.monotonic() < end:
        try:
            status, _ = fetch(API, DETAIL.format(744))
            if status == 200:
                return
            raise SystemExit(f"The first answer is {status}, not 200.")
        except ConnectionError:
            if not is_alive():
                raise SystemExit("The gateway has ended before its first answer.")
            time.sleep(0.003)
    raise SystemExit(f"There is no answer after {START_LIMIT} seconds.")


def heap_megabytes():
    """What the heap holds."""
    used = re.findall(r'^jvm_memory_used_bytes\{.*area="heap".*\} (\S+)$', metrics(), re.MULTILINE)
    return sum(map(float, used)) / 2**20


def metrics():
    status, body = fetch(MANAGEMENT, "/actuator/prometheus")
    if status != 200:
        raise SystemExit(f"/actuator/prometheus is answered {status}.")
    return body.decode()


def fetch(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path, headers={"Authorization": AUTHORIZATION})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def warm_up(requests, ids):
    """Sends so many requests one after the other, for so many ids in turn."""
    connection = http.client.HTTPConnection("127.0.0.1", API, timeout=20)
    for number in range(requests):
        connection.request("GET", DETAIL.format(1000 + number % ids), headers={"Authorization": AUTHORIZATION})
        response = connection.getresponse()
        response.read()
        if response.status != 200:
            raise SystemExit(f"Request {number} of the warm-up is answered {response.status}.")
    connection.close()
