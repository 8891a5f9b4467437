"""That a system answers as the origin does, so that only equal work is compared."""
import contextlib
import http.client
import socket

import certificate
import payload


def ask(port, path, password=payload.PASSWORD, context=None, **fields):
    """One request; status, header fields in lower case, and body."""
    with _connection(port, context) as connection:
        return _ask(connection, path, password, fields)


def same_answer(system, path, body, **fields):
    """Fails the system unless it answers with just this body, as JSON."""
    same_answers(system, {path: body}, **fields)


def same_answers(system, bodies, **fields):
    """Fails the system unless it answers each of the paths with just its body, as JSON; all on one connection."""
    with _connection(system.port, context_of(system)) as connection:
        for path, body in bodies.items():
            status, found_fields, found = _ask(connection, path, payload.PASSWORD, fields)
            if status != 200:
                system.server.fail(f"answers {path} with {status}")
            if found != body:
                system.server.fail(f"answers {path} with another body: {found[:200]}")
            if not found_fields.get("content-type", "").startswith("application/json"):
                system.server.fail(f"answers {path} with the type {found_fields.get('content-type')}")


def refuses_wrong_passwords(system):
    if system.checks_passwords:
        status, _, _ = ask(system.port, payload.path(payload.HIT), password="wrong", context=context_of(system))
        if status != 401:
            system.server.fail(f"answers a wrong password with {status}")


def speaks_the_cipher(system):
    with socket.create_connection(("127.0.0.1", system.port), timeout=30) as plain:
        with context_of(system).wrap_socket(plain, server_hostname="127.0.0.1") as connection:
            if connection.cipher()[:2] != (certificate.CIPHER, certificate.VERSION):
                system.server.fail(f"speaks {connection.cipher()}")


def context_of(system):
    return system.setting.certificate.client() if system.tls else None


def _connection(port, context):
    connection = http.client.HTTPSConnection if context else http.client.HTTPConnection
    return contextlib.closing(connection("127.0.0.1", port, timeout=30, **({"context": context} if context else {})))


def _ask(connection, path, password, fields):
    connection.request("GET", path, headers={"Authorization": payload.authorization(password), **fields})
    answer = connection.getresponse()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read().decode()
