"""The systems that are compared, in the order of the tables."""
import functools

from systems.gateway import Gateway, GatewayBehindProxy, GatewayFreshLists, GatewayTls, GatewayWithoutLane
from systems.gateway_scale import GatewayManyIds, GatewayManyUsers, GatewayTwoCores
from systems.gateway_shared import GatewayShared, GatewaySmallCache, GatewaySmallCacheShared
from systems.haproxy import Haproxy, HaproxyFreshLists, HaproxyTls
from systems.netty import BareNetty
from systems.nginx import Nginx, NginxFreshLists, NginxTls
from systems.nginx_return import NginxReturn
from systems.plain import PlainGateway
from systems.varnish import Varnish, VarnishFreshLists

USERS = (10, 10_000, 100_000)

ALL = {
    system.name: system
    for system in (
        BareNetty, NginxReturn, Gateway, GatewayWithoutLane, Haproxy, Varnish, Nginx, PlainGateway, GatewayFreshLists, HaproxyFreshLists,
        VarnishFreshLists, NginxFreshLists, GatewayBehindProxy, GatewayTls, HaproxyTls, NginxTls, GatewayTwoCores, GatewayManyIds, GatewayShared,
        GatewaySmallCache, GatewaySmallCacheShared)
} | {f"gateway-users-{count}": functools.partial(GatewayManyUsers, count=count) for count in USERS}
