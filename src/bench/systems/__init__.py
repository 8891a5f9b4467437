"""The systems that are compared, in the order of the tables."""
import functools

from systems.gateway import Gateway, GatewayFreshLists, GatewayWithoutLane
from systems.gateway_scale import GatewayManyIds, GatewayManyUsers, GatewayTwoCores
from systems.gateway_shared import GatewayShared, GatewaySmallCache, GatewaySmallCacheShared
from systems.haproxy import Haproxy
from systems.netty import BareNetty
from systems.nginx import Nginx
from systems.nginx_return import NginxReturn
from systems.plain import PlainGateway
from systems.varnish import Varnish

USERS = (10, 10_000, 100_000)

ALL = {
    system.name: system
    for system in (
        BareNetty, NginxReturn, Gateway, GatewayWithoutLane, Haproxy, Varnish, Nginx, PlainGateway, GatewayFreshLists, GatewayTwoCores,
        GatewayManyIds, GatewayShared, GatewaySmallCache, GatewaySmallCacheShared)
} | {f"gateway-users-{count}": functools.partial(GatewayManyUsers, count=count) for count in USERS}
