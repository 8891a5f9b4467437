"""A mix of hits and misses: many ids, a few of them asked for very often, more than any cache holds."""
import itertools

import check
import filling
import payload
from workloads.base import Workload

FIRST = 150_000_000
IDS = 200_000  # 220 MB of bodies
EXPONENT = 1.1
FILLED = 60_000  # more than a cache holds, before the first round


class Mix(Workload):
    name, title = "mix", f"Mix: {IDS:,} ids, Zipf-distributed (exponent {EXPONENT}), more than the cache holds"
    script = "zipf.lua"
    seeds = itertools.count(1)

    def path(self, system):
        return payload.path(FIRST)

    def arguments(self, system):
        return [FIRST, IDS, EXPONENT, next(self.seeds)]

    def prepare(self, system):
        check.same_answer(system, payload.path(FIRST + 1), payload.detail(FIRST + 1))

    def warm_up(self, system):
        filling.fill(system, FIRST, FILLED)
        super().warm_up(system)

    def verify(self, system, figures):
        super().verify(system, figures)
        figures["hit_rate"] = 1 - figures["origin_requests"] / figures["requests"]

    def line(self, figures):
        return f"{super().line(figures)}  hits {figures['hit_rate']:.1%}"
