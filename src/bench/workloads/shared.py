"""What Redis costs and spares: hits beside it, and misses that it answers in the place of the upstream."""
import itertools

import check
import filling
import payload
from workloads.base import Workload
from workloads.hit import Hit

FIRST_ID = 120_000_000
COUNT = 20_000  # some ten times what a cache of 1 MB holds
MOST_CALLS = 0.02  # what may be asked of the upstream although Redis has it
LEAST_CALLS = 0.8  # what a cache of 1 MB must ask for


class HitShared(Hit):
    name, title = "hit-shared", "Hits of one cached detail, with Redis and without"

    def suits(self, system):
        return system.name in ("gateway", "gateway-shared")


class MissShared(Workload):
    name, title = "miss-shared", "Misses: answered by the upstream, and by Redis"
    script = "uniform.lua"
    seeds = itertools.count(1)  # a sequence that came before would be asked for from what it has left in the cache

    def suits(self, system):
        return system.name in ("gateway-small", "gateway-small-shared")

    def path(self, system):
        return payload.path(FIRST_ID)

    def arguments(self, system):
        return [FIRST_ID, COUNT, next(self.seeds)]

    def prepare(self, system):
        check.same_answer(system, payload.path(FIRST_ID + 1), payload.detail(FIRST_ID + 1))
        if system.name == "gateway-small-shared":
            filling.fill(system, FIRST_ID, COUNT)

    def verify(self, system, figures):
        super().verify(system, figures)
        share = figures["calls_share"] = figures["origin_requests"] / figures["requests"]
        if share > MOST_CALLS if system.name == "gateway-small-shared" else share < LEAST_CALLS:
            system.server.fail(f"asked the origin for {share:.1%} of what it answered")

    def line(self, figures):
        return f"{super().line(figures)}  calls to the origin {figures['calls_share']:.1%} of requests"
