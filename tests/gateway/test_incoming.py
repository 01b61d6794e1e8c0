from __future__ import annotations

from typing import Any

import pytest

from bot.gateway.incoming import incoming, numbered
from tests.gateway.updates import GROUP, PERSON, membership, message, tap


@pytest.mark.parametrize(
    ("update", "chat_id"),
    [
        (message("/help"), 7),
        (message("/help", GROUP), GROUP["id"]),
        ({"update_id": 1, "edited_message": message("/help")["message"]}, 7),
        (tap("1h", GROUP), GROUP["id"]),
        (membership("left", "member"), GROUP["id"]),
        ({"update_id": 1, "inline_query": {"id": "1", "from": PERSON, "query": "", "offset": ""}}, 7),
        ({"update_id": 1, "callback_query": {"id": "1", "from": PERSON, "message": None}}, 7),
        ({"update_id": 1, "kind_of_the_future": {"chat": "odd", "message": {}}}, 0),
        ({"update_id": 1, "kind_of_the_future": 5}, 0),
        ({"update_id": 1}, 0),
        (message("/help", {"id": 2**70, "type": "private"}), 0),
        (message("/help", {"id": -(2**63) - 1, "type": "private"}), 0),
        (message("/help", {"id": -(2**63), "type": "private"}), -(2**63)),
    ],
)
def test_every_update_takes_the_turn_of_its_chat(update: dict[str, Any], chat_id: int) -> None:
    row = incoming(update)
    assert (row.update_id, row.chat_id, row.body) == (1, chat_id, update)


@pytest.mark.parametrize(("number", "fits"), [(0, True), (2**63 - 1, True), (2**63, False), (-1, False), ("1", False)])
def test_which_numbers_the_inbox_can_keep(number: Any, fits: bool) -> None:
    assert numbered({"update_id": number}) is fits
    assert not numbered({})
