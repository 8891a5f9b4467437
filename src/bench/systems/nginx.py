"""nginx with proxy_cache, which compares the whole Authorization field with one right value: auth_basic reads its file each time."""
import certificate
import payload
from systems.base import CACHE_MEGABYTES, System

CONFIGURATION = """
user root;
worker_processes 1;
daemon off;
pid {folder}/{name}.pid;
error_log stderr;
events {{ worker_connections 20000; }}
http {{
  access_log off;
  default_type application/json;
  open_file_cache max={files};
  keepalive_requests 1000000000;
  proxy_temp_path {memory}/{name}-temporary;
  proxy_cache_path {memory}/{name}-cache levels=1:2 keys_zone=details:64m max_size={megabytes}m inactive=1d use_temp_path=off;
  upstream origin {{
    server {origin};
    keepalive 128;
    keepalive_requests 1000000000;
  }}
  server {{
    listen 127.0.0.1:{port} backlog=4096{tls};
    if ($http_authorization != "{authorization}") {{ return 401; }}
    proxy_http_version 1.1;
    proxy_set_header Connection "";
    location = /api/offlinemessages/ {{
      proxy_pass http://origin;{lists}
    }}
    location /api/offlinemessages/ {{
      proxy_pass http://origin;
      proxy_cache details;
      proxy_cache_key $uri;
      proxy_cache_lock on;
    }}
  }}
}}
"""

OPEN_FILES = 8_000  # beside the connections of 10,000 callers
LISTS = """
      proxy_cache details;
      proxy_cache_valid 200 1d;"""


class Nginx(System):
    name, title = "nginx", "nginx `proxy_cache`, Authorization compared by `if`"

    def command(self):
        content = CONFIGURATION.format(
            folder=self.folder, memory=self.setting.memory, port=self.port, files=OPEN_FILES, authorization=payload.authorization(),
            name=self.name, origin=f"127.0.0.1:{self.setting.origin.port}", megabytes=CACHE_MEGABYTES, lists=LISTS if self.fresh_lists else "",
            tls=self.tls_options() if self.tls else "")
        return ["nginx", "-p", self.folder, "-e", "stderr", "-c", self.write(f"{self.name}.conf", content)]

    def tls_options(self):
        given = self.setting.certificate
        return (
            f" ssl; ssl_certificate {given.chain}; ssl_certificate_key {given.key};"
            f" ssl_protocols {certificate.VERSION}; ssl_conf_command Ciphersuites {certificate.CIPHER}")


class NginxFreshLists(Nginx):
    name, title = "nginx-fresh-lists", "nginx with pages in its cache"
    special = fresh_lists = True


class NginxTls(Nginx):
    name, title = "nginx-tls", "nginx over TLS"
    special = tls = True
