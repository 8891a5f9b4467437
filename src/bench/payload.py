"""What the upstream answers, and whose credentials ask for it."""
import base64
import hashlib
import json

USER, PASSWORD = "john@example.com", "123456"
HIT = 100_000_744  # every id has nine digits, so that all details have one size
DETAIL_BYTES = 1100
MESSAGES_PER_PAGE = 36  # some 10 KB

REPLY = {
    "reply_message": "Hello", "message_reply_time": 1439628148050, "agent_id": 465,
    "first_name": "nurnabi", "last_name": "Siddiquee", "email": "nurnabi-admin@revechat.com",
}


def authorization(password=PASSWORD, user=USER):
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def path(number):
    return f"/api/offlinemessages/{number}"


def detail(number):
    """A detail of the documented shape; `number` may also be the origin's variable for an id."""
    return _detail.replace("100000000", str(number))


def sized_detail(number, size):
    """The same of another size in bytes, whose text does not compress into nothing."""
    text = "".join(hashlib.sha256(f"{number} {part}".encode()).hexdigest() for part in range(size // 64))
    empty = len(_compact(_message(number, "") | {"reply_messages": [REPLY] * 3}))
    return _compact(_message(number, text[: size - empty]) | {"reply_messages": [REPLY] * 3})


def listing():
    return _compact([_message(700_000_000 + i, "What a caller wrote.") | {"reply_message_count": 2} for i in range(MESSAGES_PER_PAGE)])


def _message(number, text):
    return {
        "offline_message_id": number, "visitor_id": 203305, "visitor_name": "arafat.mobilw", "visitor_email": "ssd@ccc.cin",
        "visitor_phone": "23444445555", "subject": "Opening hours", "message": text, "received_time": 1429082063768, "unread": 0,
    }


def _compact(value):
    return json.dumps(value, separators=(",", ":"))


def _padded_detail():
    build = lambda text: _compact(_message(100_000_000, text) | {"reply_messages": [REPLY] * 3})
    return build("x" * (DETAIL_BYTES - len(build(""))))


_detail = _padded_detail()
