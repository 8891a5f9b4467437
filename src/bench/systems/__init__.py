"""The systems that are compared, in the order of the tables."""
from systems.gateway import Gateway, GatewayWithoutLane
from systems.haproxy import Haproxy
from systems.netty import BareNetty
from systems.nginx import Nginx
from systems.nginx_return import NginxReturn
from systems.plain import PlainGateway
from systems.varnish import Varnish

ALL = {system.name: system for system in (BareNetty, NginxReturn, Gateway, GatewayWithoutLane, Haproxy, Varnish, Nginx, PlainGateway)}
