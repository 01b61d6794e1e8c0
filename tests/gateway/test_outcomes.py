from __future__ import annotations

import json
from typing import Any

import pytest
from aiohttp import ClientConnectorError, ClientPayloadError, ConnectionTimeoutError, ServerDisconnectedError
from aiohttp.client_reqrep import ConnectionKey
from hypothesis import given
from hypothesis import strategies as st

from bot.gateway.outcomes import deleted, failure, outcome, unchanged, uneditable
from bot.news.delivery import Gone, Later, Moved, Refused, Sent, Shut, Unknown


def refusal(code: int, description: str, **parameters: int) -> bytes:
    told: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
    return json.dumps(told | ({"parameters": parameters} if parameters else {})).encode()


def test_sent() -> None:
    assert outcome(200, b'{"ok":true,"result":{"message_id":12,"date":1}}') == Sent(12)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b'{"ok":true,"result":{"mess',
        b"<html>",
        b"[]",
        b'{"ok":true,"result":true}',
        b"\xff",
        b"[" * 200_000,
        b'{"ok":true,"result":' + b"[" * 200_000 + b"]" * 200_000 + b"}",
        b'{"ok":true,"result":{"message_id":%d}}' % 2**63,
        b'{"ok":true,"result":[{"message_id":1},{"message_id":%d}]}' % 10**30,
        b'{"ok":true,"result":{"message_id":true}}',
        b'{"ok":true,"result":{"message_id":0}}',
    ],
    ids=range(12),
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


@pytest.mark.parametrize(
    ("text", "deleted"),
    [("message thread not found", True), ("TOPIC_DELETED", True), ("TOPIC_CLOSED", False)],
)
def test_topics_that_take_no_message(text: str, deleted: bool) -> None:
    assert outcome(400, refusal(400, f"Bad Request: {text}")) == Shut(f"Bad Request: {text}", deleted)


def test_a_channel_without_the_right_to_post_is_gone() -> None:
    said = "Bad Request: need administrator rights in the channel chat"
    assert outcome(400, refusal(400, said)) == Gone(said)


def test_a_flood_waits() -> None:
    assert outcome(429, refusal(429, "Too Many Requests: retry after 17", retry_after=17)) == Later(17)
    assert outcome(429, b"<html>slow down</html>") == Later(5)


@pytest.mark.parametrize("asked", [b"Infinity", b"1e999", b"%d" % 10**400, b"9" * 4000, b"86401"])
def test_no_wait_is_longer_than_a_day(asked: bytes) -> None:
    body = b'{"ok":false,"error_code":429,"description":"x","parameters":{"retry_after":%s}}' % asked
    assert outcome(429, body) == Later(86_400)


@pytest.mark.parametrize("asked", [b"NaN", b"-1", b"0", b"-Infinity", b'"9"', b"null"])
def test_a_wait_that_says_nothing(asked: bytes) -> None:
    body = b'{"ok":false,"error_code":429,"description":"x","parameters":{"retry_after":%s}}' % asked
    assert outcome(429, body) == Later(5)


@pytest.mark.parametrize("place", [-(10**30), True])
def test_a_move_to_nowhere_is_a_refusal(place: int) -> None:
    body = refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=place)
    assert isinstance(outcome(400, body), Refused)


def test_a_group_that_moved() -> None:
    body = refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-1001234567890)
    assert outcome(400, body) == Moved(-1001234567890)


@pytest.mark.parametrize(
    "text",
    [
        'can\'t parse entities: Unsupported start tag "x" at byte offset 3',
        "message is too long",
        "message caption is too long",
        "message text is empty",
        "text must be non-empty",
        "BUTTON_DATA_INVALID",
        "BUTTON_URL_INVALID",
        "inline keyboard button URL 'http://x/' is invalid: Wrong HTTP URL",
        "reply markup is too long",
        "wrong file identifier/HTTP URL specified",
        "wrong remote file identifier specified: Wrong string length",
        "message to forward not found",
        "failed to get HTTP URL content",
        "wrong type of the web page content",
        "MEDIA_EMPTY",
        "ENTITY_BOUNDS_INVALID",
        "WEBPAGE_CURL_FAILED",
        "PHOTO_INVALID_DIMENSIONS",
        "something that is new",
    ],
)
def test_refusals_that_are_the_messages_own_fault(text: str) -> None:
    assert outcome(400, refusal(400, f"Bad Request: {text}")) == Refused(f"Bad Request: {text}", for_all=True)


@pytest.mark.parametrize(
    "text",
    [
        "not enough rights to send text messages to the chat",
        "not enough rights to send photos to the chat",
        "have no write access to the chat",
        "have no rights to send a message",
        "CHAT_WRITE_FORBIDDEN",
        "CHAT_SEND_PHOTOS_FORBIDDEN",
        "CHAT_RESTRICTED",
        "message to edit not found",
        "message can't be edited",
        "message can't be deleted for everyone",
        "PEER_ID_INVALID",
        "USER_IS_BLOCKED",
        "ALLOW_PAYMENT_REQUIRED",
        "REPLY_MESSAGE_ID_INVALID",
        "group chat was deactivated",
    ],
)
def test_refusals_of_one_chat(text: str) -> None:
    refused = outcome(400, refusal(400, f"Bad Request: {text}"))
    assert isinstance(refused, Refused)
    assert (refused.reason, refused.for_all) == (f"Bad Request: {text}", False)


@pytest.mark.parametrize(
    ("text", "mute"),
    [
        ("Bad Request: not enough rights to send text messages to the chat", True),
        ("Bad Request: have no write access to the chat", True),
        ("Bad Request: have no rights to send a message", True),
        ("Bad Request: CHAT_WRITE_FORBIDDEN", True),
        ("Forbidden: CHAT_WRITE_FORBIDDEN", True),
        ("Bad Request: not enough rights to send photos to the chat", False),
        ("Bad Request: not enough rights to manage pinned messages in the chat", False),
        ("Bad Request: message text is empty", False),
    ],
)
def test_where_nothing_may_be_written(text: str, mute: bool) -> None:
    code = 403 if text.startswith("Forbidden") else 400
    refused = outcome(code, refusal(code, text))
    assert isinstance(refused, Refused)
    assert refused.mute is mute


@pytest.mark.parametrize(
    "text",
    [
        "bot can't send messages to the user",
        "the user is restricted",
        "CHAT_WRITE_FORBIDDEN",
        "not enough rights to send text messages to the chat",
        "bot is not a participant",
    ],
)
def test_what_is_forbidden_did_not_arrive(text: str) -> None:
    refused = outcome(403, refusal(403, f"Forbidden: {text}"))
    assert isinstance(refused, Refused)
    assert (refused.reason, refused.for_all) == (f"Forbidden: {text}", False)


def test_what_a_proxy_forbids_says_nothing() -> None:
    for body in (b"<html>Forbidden: by policy</html>", b'{"description":"Access denied"}'):
        assert isinstance(outcome(403, body), Unknown)


def test_albums_have_several_messages() -> None:
    album = json.dumps({"ok": True, "result": [{"message_id": 3, "date": 1}, {"message_id": 4}]}).encode()
    assert outcome(200, album) == Sent(3, (4,))
    for result in ("[]", "[{}]", '[{"message_id": 3}, {}]', "[null]"):
        assert isinstance(outcome(200, b'{"ok": true, "result": %s}' % result.encode()), Unknown)


def test_a_bare_true_means_what_was_asked() -> None:
    assert outcome(200, b'{"ok":true,"result":true}', Sent(5)) == Sent(5)
    assert isinstance(outcome(200, b'{"ok":false,"result":true}', Sent(5)), Unknown)


@given(st.integers(1, 10**12), st.booleans(), st.booleans(), st.text(max_size=20))
def test_a_message_is_known_by_its_beginning(message_id: int, spaced: bool, first: bool, text: str) -> None:
    """In whatever order and spacing it comes; an id that was cut is none."""
    around = {"text": text, "reply_to_message": {"message_id": 7}}
    result = {"message_id": message_id} | around if first else around | {"message_id": message_id}
    body = json.dumps({"ok": True, "result": result}, separators=None if spaced else (",", ":")).encode()
    assert outcome(200, body) == Sent(message_id)
    assert outcome(200, body[:-1]) in (Sent(message_id), Unknown("an unreadable answer"))
    head = body[: body.index(str(message_id).encode()) + len(str(message_id))]
    assert isinstance(outcome(200, head), Unknown)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (400, b"<html>Bad Request</html>"),
        (403, b"<html>Forbidden</html>"),
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
    assert deleted(outcome(400, refusal(400, "Bad Request: message to delete not found")))
    for text in ("message to edit not found", "message can't be edited"):
        refused = outcome(400, refusal(400, f"Bad Request: {text}"))
        assert uneditable(refused)
        assert not unchanged(refused)


def test_a_request_that_never_left_may_simply_leave_later() -> None:
    nowhere = ConnectionKey("127.0.0.1", 1, False, True, None, None, None)
    assert failure(ClientConnectorError(nowhere, ConnectionRefusedError())) == Later(1, "unreachable")
    assert failure(ConnectionTimeoutError()) == Later(1, "unreachable")


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
