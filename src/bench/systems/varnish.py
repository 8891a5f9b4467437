"""Varnish, which compares the whole Authorization field with one right value in VCL."""
import payload
from systems.base import CACHE_MEGABYTES, System

CONFIGURATION = """
vcl 4.1;

backend origin {{
  .host = "127.0.0.1";
  .port = "{origin}";
}}

sub vcl_recv {{
  if (req.http.Authorization != "{authorization}") {{
    return (synth(401));
  }}
  unset req.http.Authorization;
  {lists}
  return (hash);
}}

sub vcl_backend_response {{
  if (!beresp.http.Cache-Control) {{
    set beresp.ttl = 1d;
  }}
}}
"""

# What a request writes to the log in memory, since no system has an access log.
UNLOGGED = """
    ReqStart ReqMethod ReqURL ReqProtocol ReqHeader ReqUnset ReqAcct RespProtocol RespStatus RespReason RespHeader RespUnset Timestamp VCL_call
    VCL_return Hit Length Begin End Link SessOpen SessClose BereqMethod BereqURL BereqProtocol BereqHeader BereqUnset BereqAcct BerespProtocol
    BerespStatus BerespReason BerespHeader BackendOpen BackendClose Fetch_Body Storage TTL
""".split()
PASSED = """if (req.url ~ "^/api/offlinemessages/([?]|$)") {
    return (pass);
  }"""


class Varnish(System):
    name, title = "varnish", "Varnish, Authorization compared in VCL"

    def command(self):
        content = CONFIGURATION.format(origin=self.setting.origin.port, authorization=payload.authorization(),
            lists="" if self.fresh_lists else PASSED)
        return [
            "varnishd", "-F", "-n", self.setting.memory / self.name, "-a", f"127.0.0.1:{self.port}",
            "-f", self.write(f"{self.name}.vcl", content), "-s", f"malloc,{CACHE_MEGABYTES}m",
            "-p", "thread_pools=1", "-p", "timeout_idle=60",
            "-p", "vsl_mask=" + ",".join("-" + tag for tag in UNLOGGED),
        ]


class VarnishFreshLists(Varnish):
    name, title = "varnish-fresh-lists", "Varnish with pages in its cache"
    special = fresh_lists = True
