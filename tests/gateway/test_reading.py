from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Update

from bot.gateway import codec
from bot.gateway.reading import Commands, read
from bot.news.alert import Media, MediaKind
from bot.news.chats import ChatKind
from bot.pages.request import Request
from bot.views.intents import (
    Edited,
    Help,
    Inline,
    Intent,
    Joined,
    Left,
    Look,
    MakeBreaking,
    Migrated,
    OpenList,
    Said,
    Stale,
    Start,
    Subscribe,
)
from tests.gateway.updates import ANONYMOUS, GROUP, OUR_BOT, PERSON, PRIVATE, membership, message, tap

COMMANDS: Commands = {"start": Start, "latest": lambda _: OpenList(), "subscribe": Subscribe}
CHANNEL: dict[str, Any] = {"id": -100700, "type": "channel", "title": "Wire"}
FORWARD = {"type": "hidden_user", "date": 1, "sender_user_name": "Someone"}
FROM_US: dict[str, Any] = {"from": OUR_BOT}
FROM_ANOTHER_BOT: dict[str, Any] = {"from": OUR_BOT | {"username": "AnotherBot"}}
TOPIC: dict[str, Any] = {"message_thread_id": 9, "is_topic_message": True}


def asked(update: dict[str, Any]) -> Request | None:
    return read(Update.de_json(update, None), username="TagwireBot", commands=COMMANDS)


def intent(update: dict[str, Any]) -> Intent | None:
    request = asked(update)
    return request.intent if request else None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("/latest", OpenList()),
        ("/LATEST", OpenList()),
        ("/latest@tagwirebot", OpenList()),
        ("/latest@OtherBot", None),
        ("/start story_12_b", Start("story_12_b")),
        ("/start", Start()),
        ("/subscribe  НАТО\n", Subscribe("НАТО")),
        ("/aid_for_ukraine", Look("aid_for_ukraine")),
        ("/нато", Look("нато")),
        ("#НАТО", Look("НАТО")),
        ("НАТО", Said("НАТО", "НАТО")),
        ("a < b #НАТО", Said("a < b #НАТО", "a &lt; b #НАТО")),
        ("/", Said("/", "/")),
        ("/usr/bin", Said("/usr/bin", "/usr/bin")),
    ],
)
def test_typed_in_a_private_chat(text: str, meant: Intent | None) -> None:
    assert intent(message(text)) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("/latest", OpenList()),
        ("/nato@TagwireBot", Look("nato")),
        ("/nato@OtherBot", None),
        ("just talking about НАТО", None),
        ("#НАТО", None),
        ("@tagwirebot  НАТО", Look("НАТО")),
        ("what of #НАТО, @TagwireBot", Look("what of #НАТО,")),
        ("@TagwireBot", Help()),
        ("@TagwireBotFan hello", None),
        ("me@TagwireBot", None),
    ],
)
def test_written_in_a_group(text: str, meant: Intent | None) -> None:
    assert intent(message(text, GROUP)) == meant


def test_a_reply_to_us_in_a_group_is_meant_for_us() -> None:
    ours = message("…", GROUP, **FROM_US)["message"]
    theirs = message("…", GROUP)["message"]
    opening = message("", GROUP, **FROM_US, forum_topic_created={"name": "t", "icon_color": 1})["message"]
    assert intent(message("НАТО", GROUP, reply_to_message=ours)) == Look("НАТО")
    assert intent(message("НАТО", GROUP, reply_to_message=theirs)) is None
    assert intent(message("НАТО", GROUP, reply_to_message=opening)) is None


def test_formatting_is_kept_as_html() -> None:
    bold = [{"type": "bold", "offset": 0, "length": 4}, {"type": "italic", "offset": 5, "length": 2}]
    assert intent(message("НАТО 🔴!", entities=bold)) == Said("НАТО 🔴!", "<b>НАТО</b> <i>🔴</i>!")


SIZES = [{"file_id": name, "file_unique_id": name, "width": 9, "height": 9} for name in ("small", "large")]
FILE: dict[str, Any] = {"file_id": "file", "file_unique_id": "f"}
VIDEO: dict[str, Any] = FILE | {"width": 9, "height": 9, "duration": 1}
POLL: dict[str, Any] = {
    "id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False, "is_anonymous": True,
    "type": "regular", "allows_multiple_answers": False, "allows_revoting": True, "members_only": False,
}  # fmt: skip


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ({"photo": SIZES}, Said("", "", (Media(MediaKind.PHOTO, "large"),))),
        ({"video": VIDEO, "media_group_id": "9"}, Said("", "", (Media(MediaKind.VIDEO, "file"),), "9")),
        ({"document": FILE, "caption": "a<b"}, Said("a<b", "a&lt;b", (Media(MediaKind.DOCUMENT, "file"),))),
        ({"poll": POLL}, Said("?", "?", poll=True)),
        ({"voice": FILE | {"duration": 1}}, Said("", "", other=True)),
        ({"pinned_message": {"message_id": 1, "date": 0, "chat": PRIVATE}}, None),
        ({"caption": "#НАТО", "photo": SIZES}, Look("НАТО")),
    ],
)
def test_media_and_polls_in_a_private_chat(sent: dict[str, Any], meant: Intent | None) -> None:
    assert intent(message(**sent)) == meant
    assert intent(message(chat=GROUP, **sent)) is None


@pytest.mark.parametrize("text", ["/latest", "/nato", "#НАТО", "НАТО"])
def test_what_was_written_stands_beside_what_it_means(text: str) -> None:
    request = asked(message(text))
    assert request is not None
    assert request.said == Said(text, text)
    group = asked(message(f"{text}@TagwireBot" if text[0] == "/" else f"@TagwireBot {text}", GROUP))
    assert group is not None
    assert group.said is None


def test_who_asks_and_where() -> None:
    said = Said("/latest", "/latest")
    assert asked(message("/latest")) == Request(OpenList(), 7, ChatKind.PRIVATE, "", "uk", 7, message_id=1, said=said)
    assert asked(message("/latest", GROUP, **TOPIC)) == Request(
        OpenList(), GROUP["id"], ChatKind.GROUP, "Newsroom", "uk", 7, thread_id=9, message_id=1
    )
    forwarded = asked(message("/broadcast", forward_origin=FORWARD))
    assert forwarded is not None
    assert forwarded.forwarded


def test_the_thread_of_a_plain_reply_is_no_topic() -> None:
    request = asked(message("/latest", GROUP, message_thread_id=9))
    assert request is not None
    assert request.thread_id == 0


@pytest.mark.parametrize(
    "signed",
    [
        {"from": ANONYMOUS, "sender_chat": GROUP},
        {"from": ANONYMOUS},
        {"sender_chat": GROUP},
        {"from": {"id": 136817688, "is_bot": True, "first_name": "Channel"}, "sender_chat": CHANNEL},
    ],
)
def test_whom_telegram_hides_is_nobody(signed: dict[str, Any]) -> None:
    request = asked(message("/latest", GROUP, **signed))
    assert request is not None
    assert request.person_id is None
    assert request.language_code == ""


def test_buttons() -> None:
    wanted = MakeBreaking(12, sure=True)
    assert asked(tap(codec.pack(wanted))) == Request(
        wanted, 7, ChatKind.PRIVATE, "", "uk", 7, message_id=55, tapped=True
    )
    assert intent(tap("from an older version")) == Stale()
    topical = asked(tap("", GROUP, **TOPIC))
    assert topical is not None
    assert topical.thread_id == 9


def test_a_button_under_a_message_that_is_out_of_reach() -> None:
    assert intent(tap(codec.pack(Help()), date=0)) == Help()


@pytest.mark.parametrize(
    ("was", "becomes", "meant"),
    [
        ("left", "member", Joined()),
        ("left", "administrator", Joined()),
        ("kicked", "member", Joined()),
        ("member", "administrator", None),
        ("administrator", "member", None),
        ("member", "kicked", Left("kicked")),
        ("administrator", "left", Left("left")),
    ],
)
def test_coming_and_going(was: str, becomes: str, meant: Intent | None) -> None:
    assert intent(membership(was, becomes)) == meant
    assert intent(membership(was, becomes, PRIVATE)) == meant


def test_a_group_that_became_a_supergroup() -> None:
    assert intent(message(chat={"id": -5, "type": "group", "title": "g"}, migrate_to_chat_id=-1005)) == Migrated(-1005)
    assert intent(message(chat=GROUP, migrate_from_chat_id=-5)) is None


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 1},
        {"update_id": 1, "kind_of_the_future": {"chat": PRIVATE}},
        {"update_id": 1, "edited_message": message("/latest", GROUP)["message"]},
        {"update_id": 1, "edited_channel_post": message("/latest", CHANNEL)["message"]},
        {"update_id": 1, "channel_post": message("/latest", CHANNEL)["message"]},
        {"update_id": 1, "chosen_inline_result": {"result_id": "1", "from": PERSON, "query": "nato"}},
        {"update_id": 1, "callback_query": {"id": "1", "from": PERSON, "chat_instance": "1", "data": "1h"}},
        message(chat=GROUP, new_chat_title="New"),
        message("/latest", GROUP, **FROM_ANOTHER_BOT),
        message("@TagwireBot", GROUP, sender_chat=CHANNEL, is_automatic_forward=True),
    ],
)
def test_what_is_not_for_us(update: dict[str, Any]) -> None:
    assert asked(update) is None


@pytest.mark.parametrize("text", ["/latest", "#НАТО", "НАТО"])
def test_an_edit_asks_nothing_anew(text: str) -> None:
    request = asked({"update_id": 2, "edited_message": message(text)["message"] | {"edit_date": 1_700_000_009}})
    assert request == Request(Edited(Said(text, text)), 7, ChatKind.PRIVATE, "", "uk", 7, message_id=1)


@given(st.text(max_size=60), st.sampled_from([PRIVATE, GROUP, CHANNEL]))
def test_no_text_is_too_odd(text: str, chat: dict[str, Any]) -> None:
    asked(message(text, chat))


def test_a_call_from_another_chat_is_of_the_person() -> None:
    query = {"id": "q", "from": PERSON, "query": " NATO ", "offset": "1.7", "chat_type": "group"}
    request = asked({"update_id": 1, "inline_query": query})
    assert request
    assert request.intent == Inline(" NATO ", "1.7")
    assert (request.chat_id, request.kind, request.person_id, request.language_code) == (
        PERSON["id"],
        ChatKind.PRIVATE,
        PERSON["id"],
        "uk",
    )


def test_what_somebody_sent_by_us_is_no_question() -> None:
    assert asked(message("NATO ministers meet", via_bot=OUR_BOT)) is None
    assert intent(message("NATO", via_bot={**OUR_BOT, "username": "OtherBot"}))
