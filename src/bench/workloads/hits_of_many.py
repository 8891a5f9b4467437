"""Hits of requests that are not all the same: other ids, another trace, another caller behind a proxy."""
import itertools

import check
import payload
from workloads.hit import Hit

FIRST_ID = 130_000_000
IDS = 1_000
HANDSHAKE_SECONDS = 3  # more, because wrk's time begins before the handshakes of its connections


class HitThousand(Hit):
    name, title = "hit-1000", f"Hits of {IDS:,} cached details in rotation"
    script = "rotation.lua"

    def suits(self, system):
        return super().suits(system) and not system.fixed

    def path(self, system):
        return payload.path(FIRST_ID)

    def answers(self):
        return {payload.path(number): payload.detail(number) for number in range(FIRST_ID, FIRST_ID + IDS)}

    def arguments(self, system):
        return [FIRST_ID, IDS]


class HitTraced(Hit):
    name, title = "hit-traced", "Hits of one cached detail, each request with another `traceparent`"
    script = "traced.lua"
    seeds = itertools.count(1)

    def suits(self, system):
        return super().suits(system) and not system.fixed

    def arguments(self, system):
        return [next(self.seeds)]

    def prepare(self, system):
        super().prepare(system)
        check.same_answers(system, self.answers(), traceparent=f"00-{1:032x}-{1:016x}-01")


class HitForwarded(Hit):
    name, title = "hit-forwarded", "Hits of one cached detail behind a trusted proxy, each request with another caller's `X-Forwarded-For`"
    script = "forwarded.lua"

    def suits(self, system):
        return system.name in ("gateway-behind-proxy", "haproxy")

    def prepare(self, system):
        super().prepare(system)
        check.same_answers(system, self.answers(), **{"X-Forwarded-For": "10.0.0.1"})


class HitTls(Hit):
    name, title = "hit-tls", "Hits of one cached detail over TLS 1.3"

    def suits(self, system):
        return system.tls

    def load(self, system, seconds):
        return super().load(system, seconds + HANDSHAKE_SECONDS)

    def prepare(self, system):
        check.speaks_the_cipher(system)
        super().prepare(system)
