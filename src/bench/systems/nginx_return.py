"""nginx with a fixed answer: the ceiling for native code."""
import payload
from systems.base import System

CONFIGURATION = """
user root;
worker_processes 1;
daemon off;
pid {folder}/nginx-return.pid;
error_log stderr;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  default_type application/json;
  keepalive_requests 1000000000;
  server {{
    listen 127.0.0.1:{port};
    location / {{ return 200 '{detail}'; }}
  }}
}}
"""


class NginxReturn(System):
    name, title = "nginx-return", "nginx `return 200`, a fixed answer"
    fixed = True
    checks_passwords = validates = False

    def command(self):
        content = CONFIGURATION.format(folder=self.folder, port=self.port, detail=payload.detail(payload.HIT))
        return ["nginx", "-p", self.folder, "-e", "stderr", "-c", self.write(f"{self.name}.conf", content)]
