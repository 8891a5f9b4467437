"""The gateway itself, with and without its hit lane, and other settings of it."""
import re
import urllib.request

import certificate
import payload
import server
from systems.base import CACHE_MEGABYTES, System

ALLOCATED = (r"^jvm_gc_memory_allocated_bytes_total\S* (\S+)$", r'^jvm_memory_used_bytes\{[^}]*id="Eden[^}]*\} (\S+)$')


class Gateway(System):
    name, title = "gateway", "this gateway, bcrypt(10)"
    java = True
    cache_megabytes = CACHE_MEGABYTES

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
            "--gateway.cache.ttl=1d", f"--gateway.cache.list.ttl={'1d' if self.fresh_lists else '0s'}",
            f"--gateway.cache.maximum-size={self.cache_megabytes}MB", *(self.tls_options() if self.tls else []), *self.options(),
        ]

    def users(self):
        return "users:\n" + user_entry(payload.USER, self.setting.password_hash)

    def options(self):
        return []

    def tls_options(self):
        pem = "--spring.ssl.bundle.pem.server"
        return [
            "--server.ssl.bundle=server", "--management.server.ssl.enabled=false",
            f"{pem}.keystore.certificate={self.setting.certificate.chain}", f"{pem}.keystore.private-key={self.setting.certificate.key}",
            f"{pem}.options.ciphers={certificate.CIPHER}", f"{pem}.options.enabled-protocols={certificate.VERSION}",
        ]

    def environment(self):
        return {"GATEWAY_UPSTREAM_PASSWORD": "bench"}

    def allocated_bytes(self):
        """Up to the last collection, and what there is in eden since."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.management}/actuator/prometheus", timeout=30) as answer:
            meters = answer.read().decode()
        parts = [re.search(meter, meters, re.MULTILINE) for meter in ALLOCATED]
        return sum(float(part.group(1)) for part in parts) if all(parts) else None


class GatewayWithoutLane(Gateway):
    name, title = "gateway-without-lane", "this gateway without its hit lane"
    hits_only = True

    def options(self):
        return ["--gateway.hit-lane.enabled=false"]


class GatewayFreshLists(Gateway):
    name, title = "gateway-fresh-lists", "this gateway, whose pages stay fresh"
    special = fresh_lists = True


class GatewayBehindProxy(Gateway):
    name, title = "gateway-behind-proxy", "this gateway, which trusts the proxy"
    special = True

    def options(self):
        return ["--gateway.trusted-proxies=127.0.0.0/8"]


class GatewayTls(Gateway):
    name, title = "gateway-tls", "this gateway over TLS, bcrypt(10)"
    special = tls = True


def user_entry(name, password_hash):
    return f'  - {{username: "{name}", password: "{password_hash}", role: Super Admin}}\n'
