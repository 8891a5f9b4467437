"""Hits as work grows: more connections, more cached ids, more users."""
import itertools

import check
import filling
import payload
from workloads.base import Workload
from workloads.hit import Hit

FIRST_ID = 110_000_000
AGAIN_SECONDS = 2
CONNECTED_A_SECOND = 2_000  # wrk's time begins before it connects
MOST_MISSING = 0.001


class Connections(Hit):
    scale = True

    def __init__(self, setting, connections):
        super().__init__(setting)
        self.connections = connections
        self.name, self.title = f"connections-{connections}", f"{connections:,} connections"

    def suits(self, system):
        return system.name in ("gateway", "haproxy")

    def load(self, system, seconds):
        return super().load(system, seconds + self.connections // CONNECTED_A_SECOND)

    def warm_up(self, system):
        """Short where the code is compiled already: only the connections are others."""
        if self.kind in system.warm:
            self.load(system, AGAIN_SECONDS)
        else:
            super().warm_up(system)


class Ids(Workload):
    scale = True
    script = "uniform.lua"
    seeds = itertools.count(1)

    def __init__(self, setting, count):
        super().__init__(setting)
        self.count = count
        self.name, self.title = f"ids-{count}", f"{count:,} cached ids"

    def suits(self, system):
        return system.name == "gateway-many-ids"

    def path(self, system):
        return payload.path(FIRST_ID)

    def arguments(self, system):
        return [FIRST_ID, self.count, next(self.seeds)]

    def prepare(self, system):
        check.same_answer(system, payload.path(FIRST_ID + 1), payload.detail(FIRST_ID + 1))
        filling.fill(system, FIRST_ID, self.count)

    def verify(self, system, figures):
        super().verify(system, figures)
        if figures["origin_requests"] > MOST_MISSING * figures["requests"]:
            system.server.fail(f"asked the origin {figures['origin_requests']} times for what should be cached")


class Users(Hit):
    scale = True
    script = "callers.lua"

    def __init__(self, setting, count):
        super().__init__(setting)
        self.count = count
        self.name, self.title = f"users-{count}", f"{count:,} users"

    def suits(self, system):
        return system.name == f"gateway-users-{self.count}"

    def arguments(self, system):
        return [system.callers]
