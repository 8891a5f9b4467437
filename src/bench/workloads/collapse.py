"""10,000 callers who miss the same detail at once: how often is the origin asked, and is everybody answered?"""
import itertools

import burst
import origin
import payload
from workloads.base import Workload

CALLERS = 10_000
LONGEST_SECONDS = 30


class Collapse(Workload):
    name = "collapse"
    title = f"{CALLERS:,} callers miss one detail at once; the origin answers after {origin.DELAY_SECONDS} s"
    ids = itertools.count(origin.DELAYED)

    def suits(self, system):
        return super().suits(system) and not system.hits_only

    def warm_up(self, system):
        """Nothing to warm up: it is about numbers of calls."""

    def measure(self, system, seconds):
        system.server.require_alive()
        number = next(self.ids)
        statuses, last = burst.ask(system.port, payload.path(number), CALLERS, LONGEST_SECONDS)
        return {"statuses": statuses, "last_seconds": last, "origin_requests": self.setting.origin.delayed_requests(number)}

    def line(self, figures):
        return f"{figures['origin_requests']} calls to the origin, answers {figures['statuses']}, the last after {figures['last_seconds']:.1f} s"
