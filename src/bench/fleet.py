"""Small gateways as processes, with a Redis where they share; all on the loopback."""
import base64
import functools
import subprocess

import build
import payload
import server

FIRST_ID = 100_000_000
CORES = "0,1"
START_SECONDS = 600  # many start at once
JAVA = ["-Xmx160m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dreactor.netty.ioWorkerCount=1", "--enable-native-access=ALL-UNNAMED"]


class Fleet:
    """What starts gateways and servers that end with the stack."""

    def __init__(self, stack, folder, jar):
        self.stack, self.folder, self.jar, self.java = stack, folder, jar, build.java()

    def redis(self):
        """The port of a new one."""
        port = server.free_port()
        server.Server(
            self.stack, f"redis-{port}", ["redis-server", "--bind", "127.0.0.1", "--port", port, "--save", ""], port, CORES, self.folder)
        return port

    def gateway(self, port, upstream, options):
        users = self.folder / f"users-{port}.yaml"
        users.write_text(f'users:\n  - {{username: "{payload.USER}", password: "{_password_hash()}", role: Super Admin}}\n')
        command = [
            self.java, *JAVA, *build.java_flags(self.java), "-jar", self.jar,
            f"--server.port={port}", f"--management.server.port={server.free_port()}",
            f"--gateway.upstream.base-url={upstream.address}", "--gateway.upstream.username=gateway@example.com",
            f"--gateway.access.users-file={users}", "--gateway.access-log.enabled=false", *options,
        ]
        server.Server(self.stack, f"gateway-{port}", command, port, CORES, self.folder, {"GATEWAY_UPSTREAM_PASSWORD": "bench"},
            START_SECONDS)


def sharing(redis, replicas):
    """The options of a gateway that shares through the Redis on this port."""
    return [
        f"--gateway.shared.redis-url=redis://127.0.0.1:{redis}", f"--gateway.shared.replicas={replicas}",
        "--gateway.shared.secret=" + base64.b64encode(bytes(32)).decode(),
    ]


@functools.cache
def _password_hash():
    """As cheap as the gateway allows."""
    made = subprocess.run(["htpasswd", "-nbBC", "4", payload.USER, payload.PASSWORD], capture_output=True, text=True, check=True)
    return made.stdout.strip().partition(":")[2]
