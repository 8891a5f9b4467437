"""HAProxy's cache with a userlist of plain-text passwords: nothing is hashed at all."""
import certificate
import payload
from systems.base import CACHE_MEGABYTES, System

CONFIGURATION = """
global
  nbthread 1
  maxconn 15000
  no strict-limits
defaults
  mode http
  timeout queue 60s
  timeout connect 5s
  timeout client 60s
  timeout server 60s
userlist callers
  user {user} insecure-password {password}
cache details
  total-max-size {megabytes}
  max-object-size 16384
  max-age 86400
frontend api
  bind 127.0.0.1:{port} backlog 4096{tls}
  http-request auth realm offlinemessages unless {{ http_auth(callers) }}
  http-request del-header Authorization
  # Which is allowed to be there, but lets wrk wait for a body.
  http-after-response del-header Content-Length if {{ status 304 }}
  {lists}
  default_backend details
backend list
  http-reuse always
  server origin {origin} maxconn 4096
backend details
  http-request cache-use details
  http-response cache-store details
  http-reuse always
  server origin {origin} maxconn 4096
"""


class Haproxy(System):
    name, title = "haproxy", "HAProxy cache + plain-text userlist"

    def command(self):
        content = CONFIGURATION.format(
            user=payload.USER, password=payload.PASSWORD, megabytes=CACHE_MEGABYTES, port=self.port,
            origin=f"127.0.0.1:{self.setting.origin.port}", tls=self.tls_options() if self.tls else "",
            lists="" if self.fresh_lists else "use_backend list if { path /api/offlinemessages/ }")
        return ["haproxy", "-db", "-f", self.write(f"{self.name}.cfg", content)]

    def tls_options(self):
        return f" ssl crt {self.setting.certificate.both} ssl-min-ver {certificate.VERSION} ciphersuites {certificate.CIPHER}"


class HaproxyFreshLists(Haproxy):
    name, title = "haproxy-fresh-lists", "HAProxy with pages in its cache"
    special = fresh_lists = True


class HaproxyTls(Haproxy):
    name, title = "haproxy-tls", "HAProxy over TLS"
    special = tls = True
