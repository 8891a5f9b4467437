"""The list, which nobody caches: each request goes through to the origin."""
import check
import payload
from workloads.base import Workload


class Listing(Workload):
    name, title = "list", "The list, passed through"

    def suits(self, system):
        return super().suits(system) and not system.hits_only

    def path(self, system):
        return "/api/offlinemessages/"

    def prepare(self, system):
        check.same_answer(system, self.path(system), payload.listing())

    def verify(self, system, figures):
        super().verify(system, figures)
        if figures["origin_requests"] < figures["requests"]:
            system.server.fail(f"answered {figures['requests']} lists and asked for {figures['origin_requests']}")
