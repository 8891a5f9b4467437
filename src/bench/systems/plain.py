"""Spring Cloud Gateway as it comes, with its LocalResponseCache and without security."""
from systems.base import CACHE_MEGABYTES, WITHOUT_LEAK_DETECTOR, System


class PlainGateway(System):
    name, title = "plain-gateway", "Spring Cloud Gateway + LocalResponseCache, no security"
    java = True
    checks_passwords = validates = False

    def command(self):
        pool = "--spring.cloud.gateway.server.webflux.httpclient.pool"
        return [
            *self.java_command(self.setting.plain_jar, WITHOUT_LEAK_DETECTOR),
            f"--server.port={self.port}", f"--bench.upstream={self.setting.origin.address}", f"--bench.cache-size={CACHE_MEGABYTES}MB",
            "--spring.cloud.gateway.server.webflux.filter.local-response-cache.enabled=true",
            # Else the list is cached too, and details pass two caches.
            "--spring.cloud.gateway.server.webflux.global-filter.local-response-cache.enabled=false",
            # Else it keeps each connection for good, 10,000 after so many callers, and opens no more.
            f"{pool}.max-idle-time=10s", f"{pool}.eviction-interval=2s",
        ]
