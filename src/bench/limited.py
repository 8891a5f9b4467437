"""An upstream that answers so many calls in any minute, and the others with 429."""
import collections
import http.server
import math
import threading
import time

import payload

MINUTE = 60
ANSWERS_AFTER = 0.05  # seconds


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, *_):
        """Gateways close connections as they like."""


class Upstream:
    def __init__(self, stack, limit, detail=payload.detail):
        self.limit, self.detail, self.lock = limit, detail, threading.Lock()
        self.window = collections.deque()
        self.began, self.calls, self.refused, self.most = time.monotonic(), 0, 0, 0
        served = _Server(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{served.server_port}"
        threading.Thread(target=served.serve_forever, daemon=True).start()
        stack.callback(served.server_close)
        stack.callback(served.shutdown)

    def count(self):
        """Begins to count."""
        with self.lock:
            self.began, self.calls, self.refused, self.most = time.monotonic(), 0, 0, len(self.window)

    def counted(self):
        """Calls a minute, those of them that were refused, and the most that were answered within any minute."""
        with self.lock:
            minutes = (time.monotonic() - self.began) / MINUTE
            return self.calls / minutes, self.refused / minutes, self.most

    def call(self):
        """None where the call is answered, else after how many seconds the next one would be."""
        with self.lock:
            now = time.monotonic()
            while self.window and now - self.window[0] >= MINUTE:
                self.window.popleft()
            self.calls += 1
            if len(self.window) >= self.limit:
                self.refused += 1
                return math.ceil(MINUTE - (now - self.window[0]))
            self.window.append(now)
            self.most = max(self.most, len(self.window))
            return None

    def _handler(self):
        upstream = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self):
                wait = upstream.call()
                time.sleep(ANSWERS_AFTER)
                body = (upstream.detail(self.path.rpartition("/")[2]) if wait is None else "{}").encode()
                self.send_response(200 if wait is None else 429)
                if wait is not None:
                    self.send_header("Retry-After", str(wait))
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        return Handler
