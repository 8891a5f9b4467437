"""The upstream: nginx on loopback that answers each id with the documented message, and costs next to nothing."""
import pathlib
import subprocess

import processes

PORT = 19080
CONFIGURATION = """
worker_processes 1;
error_log {folder}/error.log;
pid {folder}/nginx.pid;
daemon off;
events {{ worker_connections 4096; }}
http {{
  access_log off;
  keepalive_requests 1000000;
  client_body_temp_path {folder}/tmp;
  proxy_temp_path {folder}/tmp;
  fastcgi_temp_path {folder}/tmp;
  uwsgi_temp_path {folder}/tmp;
  scgi_temp_path {folder}/tmp;
  server {{
    listen 127.0.0.1:{port} backlog=4096;
    default_type application/json;
    location ~ "^/api/offlinemessages/(?<id>[0-9]+)$" {{ return 200 '{detail}'; }}
  }}
}}
"""


def start(stack, root, folder):
    """Serves until the stack is left; returns the base URL."""
    folder = pathlib.Path(folder).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    documented = (root / "src/test/resources/documented/detail.json").read_text()
    detail = documented.replace("744", "${id}", 1)
    if "'" in detail or "\\" in detail:
        raise SystemExit("The documented message has a quote or a backslash, which nginx's configuration here cannot hold.")
    (folder / "nginx.conf").write_text(CONFIGURATION.format(folder=folder, port=PORT, detail=detail))
    command = ["nginx", "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]
    nginx = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=(folder / "nginx.log").open("wb"))
    stack.callback(processes.end, nginx)
    processes.await_port(PORT, nginx, folder / "nginx.log")
    return f"http://127.0.0.1:{PORT}"
