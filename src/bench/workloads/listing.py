"""Lists: a page that is fresh, pages that nobody has asked for before, and one page that all ask for while none is fresh."""
import itertools

import check
import payload
from workloads.base import Workload
from workloads.hit import Hit

LIST = "/api/offlinemessages/"
LONGEST_LOAD = 5_000_000  # pages that one load may take


class Listing(Workload):
    name, title = "list", "The list, passed through: each page asked for once"
    script = "pages.lua"
    first = itertools.count(200_000_000, LONGEST_LOAD)

    def suits(self, system):
        return super().suits(system) and not system.hits_only

    def path(self, system):
        return LIST

    def arguments(self, system):
        return [next(self.first)]

    def prepare(self, system):
        check.same_answer(system, f"{LIST}?page_no={next(self.first)}", payload.listing())

    def verify(self, system, figures):
        super().verify(system, figures)
        if figures["origin_requests"] < figures["requests"]:
            system.server.fail(f"answered {figures['requests']} pages and asked for {figures['origin_requests']}")


class FreshPage(Hit):
    name, title = "list-hit", "Hits of one fresh page of the list"

    def suits(self, system):
        return system.fresh_lists

    def path(self, system):
        return LIST

    def answers(self):
        return {LIST: payload.listing()}


class SharedPage(Workload):
    name, title = "list-shared", "64 callers of one page that is never fresh"

    def suits(self, system):
        return system.name == "gateway"

    def path(self, system):
        return LIST

    def prepare(self, system):
        check.same_answer(system, LIST, payload.listing())

    def verify(self, system, figures):
        super().verify(system, figures)
        figures["calls_share"] = figures["origin_requests"] / figures["requests"]

    def line(self, figures):
        return f"{super().line(figures)}  calls to the origin {figures['calls_share']:.1%} of requests"
