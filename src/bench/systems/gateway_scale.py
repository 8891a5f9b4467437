"""Gateways of other sizes: many cached ids, many users, a second core."""
import payload
from systems.gateway import Gateway, user_entry

CALLERS = 10  # who really call, spread evenly over the users


class GatewayManyIds(Gateway):
    name, title = "gateway-many-ids", "this gateway with a heap of 6 GB"
    special = True
    cache_megabytes = 3072
    heap = "6g"


class GatewayTwoCores(Gateway):
    name, title = "gateway-two-cores", "this gateway on both cores, the generator's too"
    special = True
    cores = "0,1"


class GatewayManyUsers(Gateway):
    special = True

    def __init__(self, setting, folder, count):
        super().__init__(setting, folder)
        self.count = count
        self.name = f"gateway-users-{count}"
        self.title = f"this gateway with {count:,} users"

    def users(self):
        """All of one password, with a hash as cheap as the gateway allows: it is remembered after the first request."""
        names = [payload.USER] + [f"caller-{i}@example.com" for i in range(1, self.count)]
        self.callers = self.write(
            f"{self.name}-callers.txt", "".join(payload.authorization(user=name) + "\n" for name in names[:: self.count // CALLERS]))
        return "users:\n" + "".join(user_entry(name, self.setting.cheap_hash) for name in names)
