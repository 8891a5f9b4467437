"""Many callers at once: all connect first, then all ask, each one time."""
import collections
import contextlib
import selectors
import socket
import time

import payload
import server

CONNECTING_AT_ONCE = 500  # fewer than any backlog holds
CONNECTING_SECONDS = 30


def ask(port, path, callers, seconds):
    """How many answers each status had within the time, and when the last of them came."""
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: {payload.authorization()}\r\n\r\n".encode()
    statuses, last = collections.Counter(), 0.0
    connections = []
    try:
        for first in range(0, callers, CONNECTING_AT_ONCE):
            connections += _connect(port, min(CONNECTING_AT_ONCE, callers - first))
        with selectors.DefaultSelector() as waiting:
            for connection in connections:
                waiting.register(connection, selectors.EVENT_READ)
            begin = time.monotonic()
            for connection in connections:
                with contextlib.suppress(OSError):  # closed meanwhile, which shows as no answer
                    connection.send(request)
            while waiting.get_map() and time.monotonic() < begin + seconds:
                for key, _ in waiting.select(1):
                    waiting.unregister(key.fileobj)
                    statuses[_status(key.fileobj)] += 1
                    last = time.monotonic() - begin
            statuses["none"] += len(waiting.get_map())
    finally:
        for connection in connections:
            connection.close()
    return {status: count for status, count in sorted(statuses.items()) if count}, last


def _connect(port, count):
    connections = [socket.socket() for _ in range(count)]
    for connection in connections:
        connection.setblocking(False)
        connection.connect_ex(("127.0.0.1", port))
    with selectors.DefaultSelector() as waiting:
        for connection in connections:
            waiting.register(connection, selectors.EVENT_WRITE)
        while waiting.get_map():
            ready = waiting.select(CONNECTING_SECONDS)
            if not ready:
                raise server.Failed(f"Port {port} takes no more connections.")
            for key, _ in ready:
                waiting.unregister(key.fileobj)
    return connections


def _status(connection):
    try:
        return connection.recv(16).split()[1].decode()
    except (OSError, IndexError):
        return "none"
