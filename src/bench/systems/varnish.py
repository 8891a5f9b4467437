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
  if (req.url ~ "^/api/offlinemessages/([?]|$)") {{
    return (pass);
  }}
  return (hash);
}}
"""


class Varnish(System):
    name, title = "varnish", "Varnish, Authorization compared in VCL"

    def command(self):
        content = CONFIGURATION.format(origin=self.setting.origin.port, authorization=payload.authorization())
        return [
            "varnishd", "-F", "-n", self.setting.memory / "varnish", "-a", f"127.0.0.1:{self.port}",
            "-f", self.write(f"{self.name}.vcl", content), "-s", f"malloc,{CACHE_MEGABYTES}m",
            "-p", "thread_pools=1", "-p", "timeout_idle=60",
        ]
