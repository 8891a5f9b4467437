"""That a system answers as the origin does, so that only equal work is compared."""
import http.client

import payload


def ask(port, path, password=payload.PASSWORD, **fields):
    """One request; status, header fields in lower case, and body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers={"Authorization": payload.authorization(password), **fields})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read().decode()
    finally:
        connection.close()


def same_answer(system, path, body):
    """Ends the run unless the system answers with just this body, as JSON."""
    status, fields, found = ask(system.port, path)
    if status != 200:
        system.server.fail(f"answers {path} with {status}")
    if found != body:
        system.server.fail(f"answers {path} with another body: {found[:200]}")
    if not fields.get("content-type", "").startswith("application/json"):
        system.server.fail(f"answers {path} with the type {fields.get('content-type')}")


def refuses_wrong_passwords(system):
    if system.checks_passwords:
        status, _, _ = ask(system.port, payload.path(payload.HIT), password="wrong")
        if status != 401:
            system.server.fail(f"answers a wrong password with {status}")
