"""The upstream of all systems: an nginx with fixed answers, on the generator's core."""
import http.client
import re
import time

import payload
import server

DELAYED = 900_000_000  # ids from here on are answered late
DELAY_SECONDS = 2
LOOK_SECONDS = 30  # behind what others ask at the same time
QUIET_SECONDS = (0.2, 30)  # without a request, and at most until then

CONFIGURATION = """
load_module /usr/lib/nginx/modules/ngx_http_echo_module.so;
user root;
worker_processes 1;
daemon off;
pid {folder}/origin.pid;
error_log stderr;
events {{ worker_connections 20000; }}
http {{
  access_log off;
  log_format path $uri;
  map $uri $delayed {{
    ~^/delayed/ 1;
  }}
  default_type application/json;
  types {{ application/json json; }}
  keepalive_requests 1000000000;
  keepalive_timeout 1h;
  open_file_cache max=10;
  server {{
    listen 127.0.0.1:{port} backlog=4096;
    location = /status {{ stub_status; }}
    location = /api/offlinemessages/ {{ root {folder}; try_files /list.json =404; }}
    location = /api/offlinemessages {{ root {folder}; try_files /list.json =404; }}
    location ~ ^/api/offlinemessages/(9[0-9]+)$ {{
      echo_sleep {delay};
      echo_exec /delayed/$1;
    }}
    location ~ ^/(?:delayed|api/offlinemessages)/([0-9]+)$ {{
      access_log {folder}/delayed.log path if=$delayed;
      add_header Cache-Control max-age=86400;
      add_header ETag '"$1"';
      return 200 '{detail}';
    }}
  }}
}}
"""


class Origin:
    def __init__(self, stack, folder, cores):
        self.port, self.folder = server.free_port(), folder
        (folder / "list.json").write_text(payload.listing())
        configuration = folder / "origin.conf"
        configuration.write_text(CONFIGURATION.format(folder=folder, port=self.port, delay=DELAY_SECONDS, detail=payload.detail("$1")))
        command = ["nginx", "-p", folder, "-e", "stderr", "-c", configuration]
        self.server = server.Server(stack, "origin", command, self.port, cores, folder)
        self._looks = 0

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def requests(self):
        """How many requests it has had, those for this number left out."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LOOK_SECONDS)
        connection.request("GET", "/status")
        status = connection.getresponse().read().decode()
        connection.close()
        self._looks += 1
        return int(re.search(r"(\d+)\s+Reading", status).group(1)) - self._looks

    def await_quiet(self):
        """Until nobody asks any more on behalf of callers who have gone, which would count as asked in the next round."""
        end, before = time.monotonic() + QUIET_SECONDS[1], self.requests()
        while time.monotonic() < end:
            time.sleep(QUIET_SECONDS[0])
            now = self.requests()
            if now == before:
                return
            before = now

    def delayed_requests(self, number):
        """How many requests it has had for one of the ids that it answers late."""
        log = self.folder / "delayed.log"
        return log.read_text().split().count(f"/delayed/{number}")
