"""Calls a gateway, and a strict one, at the addresses that are the arguments, and prints a line for each outcome."""
import sys

import urllib3
from openapi_client import ApiClient, ApiException, Configuration, DescriptionApi, ErrorDetail, ErrorEnvelope, MessagesApi


def client(address, username, password):
    configuration = Configuration(host=address, username=username, password=password)
    # Without this urllib3 waits as Retry-After says, and asks again.
    configuration.retries = urllib3.Retry(0)
    return ApiClient(configuration)


def call(name, make):
    try:
        outcome = f"200 {make()}"
    except ApiException as e:
        outcome = f"{e.status} {sentence(e)}"
    print(f"{name}: {outcome}".strip(), flush=True)


def sentence(e):
    if e.data is None:
        return e.body
    error = e.data.error[0] if isinstance(e.data, ErrorEnvelope) else e.data
    assert isinstance(error, ErrorDetail) and error.code == e.status, e.body
    return error.message


def ids(messages):
    return " ".join(str(message.offline_message_id) for message in messages)


def etag(response):
    return "with ETag" if "ETag" in response.headers else "without ETag"


def document():
    DescriptionApi(john).get_document()
    return ""


gateway, strict_gateway = sys.argv[1:]
john = client(gateway, "john@example.com", "123456")
messages = MessagesApi(john)

call("list", lambda: ids(messages.get_offline_messages()))
call("list beyond the last page", lambda: ids(messages.get_offline_messages(page_no=99)))
call("list with nulls and other fields", lambda: ids(messages.get_offline_messages(page_no=8301)))
call("list by HEAD", lambda: etag(messages.head_offline_messages_with_http_info()))
page = messages.get_offline_messages_with_http_info().headers["ETag"]
call("list by ETag", lambda: ids(messages.get_offline_messages(if_none_match=page)))
call("list by HEAD and ETag", lambda: etag(messages.head_offline_messages_with_http_info(if_none_match=page)))


def of_744():
    message = messages.get_offline_message(744)
    return f"{message.offline_message_id} {message.message} {len(message.reply_messages)}"


call("message", of_744)
call("message with nulls and other fields", lambda: messages.get_offline_message(8301).offline_message_id)
call("message by HEAD", lambda: etag(messages.head_offline_message_with_http_info(744)))
one = messages.get_offline_message_with_http_info(744).headers["ETag"]
call("message by ETag", lambda: messages.get_offline_message(744, if_none_match=one).message)
call("message by HEAD and ETag", lambda: etag(messages.head_offline_message_with_http_info(744, if_none_match=one)))

call("document", document)
call("document by HEAD", lambda: etag(DescriptionApi(john).head_document_with_http_info()))

call("page -2", lambda: ids(messages.get_offline_messages(page_no=-2)))
call("page -2 by HEAD", lambda: etag(messages.head_offline_messages_with_http_info(page_no=-2)))
call("id -14", lambda: messages.get_offline_message(-14).message)
call("id 1", lambda: messages.get_offline_message(1).message)
call("id 1 by HEAD", lambda: etag(messages.head_offline_message_with_http_info(1)))

wrong = MessagesApi(client(gateway, "nobody@example.com", "wrong"))
call("wrong password", lambda: ids(wrong.get_offline_messages()))
another = MessagesApi(client(gateway, "nobody@example.com", "another"))
call("second wrong password", lambda: ids(another.get_offline_messages()))
agent = MessagesApi(client(gateway, "agent@example.com", "123456"))
call("list for an agent", lambda: ids(agent.get_offline_messages()))
call("message for an agent", lambda: agent.get_offline_message(744).message)

call("HTML", lambda: ids(messages.get_offline_messages(_headers={"Accept": "text/html"})))
call("long request id", lambda: ids(messages.get_offline_messages(x_request_id="x" * 9000)))
call("only if cached", lambda: messages.get_offline_message(594, cache_control="only-if-cached").message)
call("error page of the upstream", lambda: messages.get_offline_message(9005).message)
call("rate limit of the upstream", lambda: messages.get_offline_message(429).message)

strict = MessagesApi(client(strict_gateway, "john@example.com", "123456"))
call("late upstream", lambda: strict.get_offline_message(8302).message)
call("second request in a minute", lambda: strict.get_offline_message(744).message)
