"""A paced client, each of its requests with another wrong password: attack.py PORT PATH REQUESTS-A-SECOND SECONDS

Sends on time, whether or not answers come; waits for the last of them, and prints how many of each status there were.
"""
import collections
import contextlib
import json
import selectors
import socket
import sys
import time

sys.dont_write_bytecode = True

import payload  # noqa: E402

LONGEST_WAIT = 15


def main():
    port, path, rate, seconds = int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
    statuses, idle, waiting = collections.Counter(), [], selectors.DefaultSelector()
    begin, sent = time.monotonic(), 0
    while sent < rate * seconds or (waiting.get_map() and time.monotonic() < begin + seconds + LONGEST_WAIT):
        due = int(min(time.monotonic() - begin, seconds) * rate)
        for sent in range(sent + 1, due + 1):
            connection = idle.pop() if idle else socket.create_connection(("127.0.0.1", port), timeout=5)
            with contextlib.suppress(OSError):  # closed meanwhile, which shows as no answer
                connection.send(request(path, f"wrong-{sent}"))
            waiting.register(connection, selectors.EVENT_READ)
        for key, _ in waiting.select(0.002) if waiting.get_map() else []:
            waiting.unregister(key.fileobj)
            try:
                answer = key.fileobj.recv(65536)
            except OSError:
                answer = b""
            statuses[answer[9:12].decode() or "none"] += 1
            if answer and b"\r\nconnection: close" not in answer.lower():
                idle.append(key.fileobj)
            else:
                key.fileobj.close()
        time.sleep(0.001)
    statuses["none"] += len(waiting.get_map())
    print(json.dumps({status: count for status, count in sorted(statuses.items()) if count}))


def request(path, password):
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: {payload.authorization(password)}\r\n\r\n".encode()


if __name__ == "__main__":
    main()
