"""Gateways that share through Redis, and one whose cache is too small for what it is asked, with and without."""
import base64

import server
from systems.gateway import Gateway

REDIS_CORES = "1"  # with the upstream and the generator: all that a gateway asks is there


class GatewayShared(Gateway):
    name, title = "gateway-shared", "this gateway, sharing through Redis"
    special = True

    def start(self, stack):
        self.redis = server.free_port()
        command = ["redis-server", "--bind", "127.0.0.1", "--port", self.redis, "--save", ""]
        self.redis_server = server.Server(stack, f"{self.name}-redis", command, self.redis, REDIS_CORES, self.folder)
        super().start(stack)

    def stop(self):
        super().stop()
        self.redis_server.stop()

    def options(self):
        return [
            f"--gateway.shared.redis-url=redis://127.0.0.1:{self.redis}", "--gateway.shared.replicas=2",
            "--gateway.shared.secret=" + base64.b64encode(bytes(32)).decode(),
        ]


class GatewaySmallCache(Gateway):
    name, title = "gateway-small", "this gateway with a cache of 1 MB: the upstream answers"
    special = True
    cache_megabytes = 1


class GatewaySmallCacheShared(GatewayShared):
    name, title = "gateway-small-shared", "this gateway with a cache of 1 MB: Redis answers"
    cache_megabytes = 1
