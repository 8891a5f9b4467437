"""Hits by callers who have the detail already, and say so with the system's own ETag."""
import check
import payload
from workloads.hit import Hit


class Hit304(Hit):
    name, title = "hit-304", "Hits answered with 304"

    def __init__(self, setting):
        super().__init__(setting)
        self.tags = {}

    def suits(self, system):
        return super().suits(system) and system.validates

    def headers(self, system):
        return [f"If-None-Match: {self.tags[system.name]}"]

    def prepare(self, system):
        super().prepare(system)
        _, fields, _ = check.ask(system.port, self.path(system))
        self.tags[system.name] = fields.get("etag", "missing")
        status, _, body = check.ask(system.port, self.path(system), **{"If-None-Match": self.tags[system.name]})
        if (status, body) != (304, ""):
            system.server.fail(f"answers its own ETag {self.tags[system.name]} with {status}")
