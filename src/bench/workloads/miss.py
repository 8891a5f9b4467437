"""Misses: details that nobody has asked for before."""
import itertools

import check
import payload
from workloads.base import Workload

LONGEST_LOAD = 5_000_000  # ids that one load may take


class Miss(Workload):
    name, title = "miss", "Misses: each detail asked for once"
    script = "sequence.lua"
    first = itertools.count(200_000_000, LONGEST_LOAD)

    def suits(self, system):
        return super().suits(system) and not system.hits_only

    def path(self, system):
        return payload.path(payload.HIT)

    def arguments(self, system):
        return [next(self.first)]

    def prepare(self, system):
        number = next(self.first)
        check.same_answer(system, payload.path(number), payload.detail(number))

    def verify(self, system, figures):
        super().verify(system, figures)
        if figures["origin_requests"] < figures["requests"]:
            system.server.fail(f"answered {figures['requests']} misses and asked for {figures['origin_requests']}")
