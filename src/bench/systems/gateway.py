"""The gateway itself, with and without its hit lane."""
import payload
import server
from systems.base import CACHE_MEGABYTES, System


class Gateway(System):
    name, title = "gateway", "this gateway, bcrypt(10)"
    java = True
    cache_megabytes = CACHE_MEGABYTES
    list_ttl = "0s"

    def command(self):
        users = self.write(f"{self.name}-users.yaml", self.users())
        self.management = server.free_port()
        return [
            *self.java_command(self.setting.gateway_jar),
            f"--server.port={self.port}", f"--management.server.port={self.management}",
            f"--gateway.upstream.base-url={self.setting.origin.address}", "--gateway.upstream.username=gateway@example.com",
            f"--gateway.access.users-file={users}", "--gateway.access-log.enabled=false",
            "--gateway.limits.connections-per-address=16384",
            # Each load is of one route, which then has all places to itself.
            "--resilience4j.bulkhead.instances.list.max-concurrent-calls=64",
            "--resilience4j.bulkhead.instances.detail.max-concurrent-calls=64",
            "--gateway.cache.ttl=1d", f"--gateway.cache.list.ttl={self.list_ttl}",
            f"--gateway.cache.maximum-size={self.cache_megabytes}MB", *self.options(),
        ]

    def users(self):
        return "users:\n" + user_entry(payload.USER, self.setting.password_hash)

    def options(self):
        return []

    def environment(self):
        return {"GATEWAY_UPSTREAM_PASSWORD": "bench"}


class GatewayWithoutLane(Gateway):
    name, title = "gateway-without-lane", "this gateway without its hit lane"
    hits_only = True

    def options(self):
        return ["--gateway.hit-lane.enabled=false"]


class GatewayFreshLists(Gateway):
    name, title = "gateway-fresh-lists", "this gateway, whose pages stay fresh"
    special = True
    list_ttl = "1d"


def user_entry(name, password_hash):
    return f'  - {{username: "{name}", password: "{password_hash}", role: Super Admin}}\n'
