from __future__ import annotations

import json
from typing import Any

import pytest
from aiohttp import ClientConnectorError, ClientPayloadError, ConnectionTimeoutError, ServerDisconnectedError
from aiohttp.client_reqrep import ConnectionKey
from hypothesis import given
from hypothesis import strategies as st

from bot.gateway.outcomes import failure, outcome, unchanged, uneditable
from bot.news.delivery import Gone, Later, Moved, Refused, Sent, Unknown


def refusal(code: int, description: str, **parameters: int) -> bytes:
    told: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
    return json.dumps(told | ({"parameters": parameters} if parameters else {})).encode()


def test_sent() -> None:
    assert outcome(200, b'{"ok":true,"result":{"message_id":12,"date":1}}') == Sent(12)


@pytest.mark.parametrize(
    "body", [b"", b'{"ok":true,"result":{"mess', b"<html>", b"[]", b'{"ok":true,"result":true}', b"\xff"]
)
def test_an_answer_that_cannot_be_read_is_unknown(body: bytes) -> None:
    assert isinstance(outcome(200, body), Unknown)


@pytest.mark.parametrize(
    "description",
    [
        "Forbidden: bot was blocked by the user",
        "Forbidden: user is deactivated",
        "Forbidden: bot was kicked from the group chat",
        "Forbidden: bot was kicked from the supergroup chat",
        "Forbidden: bot was kicked from the channel chat",
        "Forbidden: bot is not a member of the channel chat",
        "Forbidden: the group chat was deleted",
        "Forbidden: bot can't initiate conversation with a user",
        "Forbidden: bot can't send messages to bots",
    ],
)
def test_chats_that_are_gone(description: str) -> None:
    assert outcome(403, refusal(403, description)) == Gone(description)


def test_a_chat_that_was_never_there_is_gone() -> None:
    assert isinstance(outcome(400, refusal(400, "Bad Request: chat not found")), Gone)


def test_a_flood_waits() -> None:
    assert outcome(429, refusal(429, "Too Many Requests: retry after 17", retry_after=17)) == Later(17)
    assert outcome(429, b"<html>slow down</html>") == Later(5)


def test_a_group_that_moved() -> None:
    body = refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-1001234567890)
    assert outcome(400, body) == Moved(-1001234567890)


def test_refusals() -> None:
    for text in ("message is too long", "not enough rights to send text messages to the chat", "BUTTON_DATA_INVALID"):
        assert outcome(400, refusal(400, f"Bad Request: {text}")) == Refused(f"Bad Request: {text}")


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (400, b"<html>Bad Request</html>"),
        (403, b"<html>Forbidden</html>"),
        (403, refusal(403, "Forbidden: something new")),
        (404, refusal(404, "Not Found")),
        (500, refusal(500, "Internal Server Error: restart")),
        (502, b"<html><h1>502 Bad Gateway</h1></html>"),
        (504, b""),
    ],
)
def test_what_is_unclear_is_unknown(status: int, body: bytes) -> None:
    assert isinstance(outcome(status, body), Unknown)


def test_edits_that_had_nothing_to_do_or_nowhere_to_go() -> None:
    same = refusal(400, "Bad Request: message is not modified: specified new message content and reply markup …")
    assert unchanged(outcome(400, same))
    for text in ("message to edit not found", "message can't be edited"):
        refused = outcome(400, refusal(400, f"Bad Request: {text}"))
        assert uneditable(refused)
        assert not unchanged(refused)


def test_a_request_that_never_left_may_simply_leave_later() -> None:
    nowhere = ConnectionKey("127.0.0.1", 1, False, True, None, None, None)
    assert failure(ClientConnectorError(nowhere, ConnectionRefusedError())) == Later(1)
    assert failure(ConnectionTimeoutError()) == Later(1)


@pytest.mark.parametrize(
    "error", [TimeoutError(), ServerDisconnectedError(), ClientPayloadError(), ConnectionResetError()]
)
def test_a_request_that_may_have_arrived_is_unknown(error: Exception) -> None:
    assert failure(error) == Unknown(type(error).__name__)


@given(
    st.integers(100, 599),
    st.binary(max_size=50)
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["ok", "result", "description", "parameters", "retry_after"]), inner)
        ),
    ).map(lambda told: json.dumps(told).encode()),
)
def test_no_answer_is_too_odd(status: int, body: bytes) -> None:
    outcome(status, body)
