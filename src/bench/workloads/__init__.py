"""The workloads, in the order of the tables."""
import functools

import systems
from workloads.collapse import Collapse
from workloads.hit import Hit
from workloads.hit_304 import Hit304
from workloads.hits_of_many import HitForwarded, HitThousand, HitTls, HitTraced
from workloads.listing import FreshPage, Listing, SharedPage
from workloads.miss import Miss
from workloads.mix import Mix
from workloads.scale import Connections, Ids, Users
from workloads.shared import HitShared, MissShared
from workloads.wrong_passwords import WrongPasswords

ALL = (
    {workload.name: workload for workload in (
        Hit, HitThousand, HitTraced, Hit304, HitForwarded, HitTls, Listing, FreshPage, SharedPage, Miss, Mix, Collapse, WrongPasswords,
        HitShared, MissShared)}
    | {f"connections-{count}": functools.partial(Connections, connections=count) for count in (10, 100, 1_000, 10_000)}
    | {f"ids-{count}": functools.partial(Ids, count=count) for count in (100, 100_000, 1_000_000)}
    | {f"users-{count}": functools.partial(Users, count=count) for count in systems.USERS}
)
