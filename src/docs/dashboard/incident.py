"""Eight minutes of mixed load on two gateways, watched by Prometheus: a failing upstream, then somebody who tries passwords."""
import base64
import contextlib
import http.client
import http.server
import json
import os
import random
import shutil
import socket
import subprocess
import threading
import time
import urllib.parse
import urllib.request

SECONDS = 480
LEAD = 30  # until the cache is filled, and no rate looks back to the warming up
EVENTS = [("upstream fails", 120, 270), ("passwords tried", 360, 420)]
SCRAPE, STEP, RATE = 2, 4, "16s"
WORKERS, PAUSE = 24, 0.3  # together some 70 requests a second
MESSAGES, WEIGHT = 400, 1.1
USER, PASSWORD = "john@example.com", "123456"


def record(root, folder, panels):
    """Runs it all, and leaves in folder/run.json what Prometheus answers to the panels' queries."""
    subprocess.run(["./mvnw", "-B", "-q", "-DskipTests", "package"], cwd=root, check=True)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    clock = Clock()
    with contextlib.ExitStack() as stack:
        upstream = http.server.ThreadingHTTPServer(("127.0.0.1", 0), upstream_handler(root, clock))
        threading.Thread(target=upstream.serve_forever, daemon=True).start()
        pods = {name: start_gateway(stack, root, folder, name, upstream.server_port) for name in ("gateway-1", "gateway-2")}
        prometheus = start_prometheus(stack, folder, {name: management for name, (_, management) in pods.items()})
        warm_up(pods)
        clock.start = time.time() + LEAD
        callers = [threading.Thread(target=call, args=(clock, api), daemon=True) for api, _ in pods.values() for _ in range(WORKERS // 2)]
        callers += [threading.Thread(target=attack, args=(clock, api), daemon=True) for api, _ in pods.values()]
        for caller in callers:
            caller.start()
        for caller in callers:
            caller.join()
        results = {panel["title"]: [query(prometheus, target, clock) for target in panel["targets"]] for panel in panels}
    run = {"start": clock.start, "seconds": SECONDS, "events": EVENTS, "results": results}
    (folder / "run.json").write_text(json.dumps(run))


class Clock:
    start = float("inf")

    def now(self):
        return time.time() - self.start

    def is_within(self, event):
        return next(begin <= self.now() < end for name, begin, end in EVENTS if name == event)

    def is_over(self):
        return self.now() >= SECONDS


def upstream_handler(root, clock):
    """The documented API, a tenth of a second away; in the incident most calls fail or hang."""
    first_page = (root / "src/test/resources/sandbox/__files/list-page-1.json").read_bytes()

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self):
            time.sleep(min(2, random.lognormvariate(-2.3, 0.5)))
            if clock.is_within("upstream fails"):
                if random.random() < 0.3:
                    time.sleep(4)
                self.answer(random.choice([500, 503, 503]), b"{}")
                return
            path = urllib.parse.urlsplit(self.path).path
            number = path.rsplit("/", 1)[1]
            if not number.isdigit():
                self.answer(200, first_page)
            elif int(number) > MESSAGES:
                self.answer(404, b"{}")
            else:
                self.answer(200, json.dumps({"offline_message_id": int(number), "message": "x" * 400}).encode())

        def answer(self, status, body):
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with contextlib.suppress(OSError):
                self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    return Handler


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def start(stack, log, command, **more):
    process = stack.enter_context(subprocess.Popen(command, stdout=log.open("wb"), stderr=subprocess.STDOUT, **more))
    stack.callback(process.terminate)


def start_gateway(stack, root, folder, name, upstream):
    jar = next((root / "target").glob("offline-messages-gateway-*.jar"))
    api, management = free_port(), free_port()
    start(stack, folder / f"{name}.log", [
        "java", "-Xmx256m", "-jar", jar,
        f"--server.port={api}", f"--management.server.port={management}",
        f"--gateway.upstream.base-url=http://127.0.0.1:{upstream}", "--gateway.upstream.username=gateway@example.com",
        f"--gateway.access.users-file={root}/src/test/resources/sandbox/users.yaml", "--gateway.access-log.enabled=false",
    ], env={**os.environ, "GATEWAY_UPSTREAM_PASSWORD": "sandbox"}, cwd=folder)
    wait_for(f"http://127.0.0.1:{management}/actuator/health/readiness")
    return api, management


def start_prometheus(stack, folder, targets):
    port = free_port()
    config = {
        "global": {"scrape_interval": f"{SCRAPE}s"},
        "scrape_configs": [{
            "job_name": "offline-messages-gateway",
            "metrics_path": "/actuator/prometheus",
            "static_configs": [
                {"targets": [f"127.0.0.1:{target}"], "labels": {"namespace": "messages", "pod": pod}} for pod, target in targets.items()
            ],
        }],
    }
    (folder / "prometheus.yaml").write_text(json.dumps(config))
    start(stack, folder / "prometheus.log", [
        "prometheus", f"--config.file={folder}/prometheus.yaml", f"--storage.tsdb.path={folder}/data",
        f"--web.listen-address=127.0.0.1:{port}",
    ])
    wait_for(f"http://127.0.0.1:{port}/-/ready")
    return port


def wait_for(address, seconds=120):
    end = time.time() + seconds
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            if time.time() > end:
                raise
            time.sleep(0.2)


def request(connection, target, password=PASSWORD):
    token = base64.b64encode(f"{USER}:{password}".encode()).decode()
    connection.request("GET", target, headers={"Authorization": f"Basic {token}"})
    connection.getresponse().read()


def warm_up(pods):
    """Lets the JVMs compile; what is asked here is asked by nobody else."""
    for api, _ in pods.values():
        connection = http.client.HTTPConnection("127.0.0.1", api)
        for i in range(1500):
            request(connection, f"/api/offlinemessages/{MESSAGES + 10_000 + i % 50}")


def call(clock, api):
    """A caller: mostly details, the popular ones oftener; some lists, unknown ids and mistakes."""
    ids = list(range(1, MESSAGES + 1))
    weights = [1 / i**WEIGHT for i in ids]
    connection = http.client.HTTPConnection("127.0.0.1", api, timeout=30)
    while not clock.is_over():
        kind = random.random()
        if kind < 0.90:
            target = f"/{random.choices(ids, weights)[0]}"
        elif kind < 0.97:
            target = "/"
        elif kind < 0.99:
            target = f"/{MESSAGES + random.randrange(1, 200)}"
        else:
            target = random.choice(["/-14", "/?page_no=-2"])
        request(connection, "/api/offlinemessages" + target)
        time.sleep(random.expovariate(1 / PAUSE))


def attack(clock, api):
    """Somebody who tries passwords."""
    connection = http.client.HTTPConnection("127.0.0.1", api, timeout=30)
    while not clock.is_over():
        if clock.is_within("passwords tried"):
            request(connection, "/api/offlinemessages/1", f"guess-{random.random()}")
        time.sleep(0.25)


def query(port, target, clock):
    """What Grafana would get for a target of a panel, with all variables at All."""
    expression = target["expr"].replace("$__rate_interval", RATE)
    for variable in ("namespace", "job", "pod"):
        expression = expression.replace(f"${variable}", ".*")
    parameters = urllib.parse.urlencode({"query": expression, "start": clock.start, "end": clock.start + SECONDS, "step": STEP})
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/query_range?{parameters}") as answer:
        return json.load(answer)["data"]["result"]
