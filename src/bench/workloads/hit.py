"""Hits: one detail that is in the cache."""
import check
import payload
from workloads.base import Workload


class Hit(Workload):
    name, title = "hit", "Hits of one cached detail"
    kind = "hit"

    def suits(self, system):
        return not system.special

    def answers(self):
        """What is to be in the cache: bodies by path."""
        return {payload.path(payload.HIT): payload.detail(payload.HIT)}

    def path(self, system):
        return payload.path(payload.HIT)

    def prepare(self, system):
        for _ in range(2):  # from the origin, and from the cache
            check.same_answers(system, self.answers())

    def measure(self, system, seconds):
        self.setting.origin.await_quiet()
        return super().measure(system, seconds)

    def verify(self, system, figures):
        super().verify(system, figures)
        if figures["origin_requests"]:
            system.server.fail(f"asked the origin {figures['origin_requests']} times for what should be cached")
        check.same_answer(system, self.path(system), self.answers()[self.path(system)])
