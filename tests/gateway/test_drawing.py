from __future__ import annotations

import pytest
from markupsafe import Markup

from bot.gateway.codec import pack
from bot.gateway.drawing import edit_parameters, parameters
from bot.views.intents import Help, Look
from bot.views.reply import Button, Reply

PLAIN = Reply(Markup("<b>NATO</b>"))


def test_a_plain_reply() -> None:
    assert parameters(PLAIN, chat_id=7, thread_id=0, username="TagwireBot") == {
        "chat_id": 7,
        "text": "<b>NATO</b>",
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }


def test_a_topic_silence_and_a_photo() -> None:
    reply = Reply(Markup("NATO"), photo="https://example.org/a.jpg", silent=True)
    drawn = parameters(reply, chat_id=-100, thread_id=9, username="TagwireBot")
    assert drawn["message_thread_id"] == 9
    assert drawn["disable_notification"] is True
    assert drawn["link_preview_options"] == {
        "url": "https://example.org/a.jpg",
        "prefer_large_media": True,
        "show_above_text": True,
    }


def test_buttons_are_taps_links_and_ways_into_the_bot() -> None:
    row = (Button("?", Help()), Button("Read", "https://example.org/"), Button("More", "start:story_1_b"))
    drawn = parameters(Reply(Markup("x"), (row,)), chat_id=7, thread_id=0, username="TagwireBot")
    assert drawn["reply_markup"] == {
        "inline_keyboard": [
            [
                {"text": "?", "callback_data": pack(Help())},
                {"text": "Read", "url": "https://example.org/"},
                {"text": "More", "url": "https://t.me/TagwireBot?start=story_1_b"},
            ]
        ]
    }


def test_an_edit_knows_neither_silence_nor_topics() -> None:
    edit = edit_parameters(Reply(Markup("x"), silent=True), chat_id=7, message_id=55, username="TagwireBot")
    assert edit["message_id"] == 55
    assert "disable_notification" not in edit
    assert "reply_markup" not in edit


def test_an_intent_that_stands_on_no_button_is_refused() -> None:
    with pytest.raises(ValueError, match="Look"):
        parameters(Reply(Markup("x"), ((Button("?", Look("x")),),)), chat_id=7, thread_id=0, username="TagwireBot")


@pytest.mark.parametrize(
    "url",
    [
        "http://intranet/a9",
        "http://intranet:8080/a.b",
        "http://a.b@intranet/",
        "https:///a.b",
        "ftp://example.org/",
        "javascript:alert(1)",
        "example.org",
        "http://[broken/",
        "http://example.org:99999/",
        "http://exa mple.org/",
        "",
    ],
)
def test_links_that_telegram_refuses_are_left_out(url: str) -> None:
    buttons = ((Button("Read", url), Button("?", Help())), (Button("Read", url),))
    drawn = parameters(Reply(Markup("x"), buttons, photo=url), chat_id=7, thread_id=0, username="TagwireBot")
    assert drawn["reply_markup"] == {"inline_keyboard": [[{"text": "?", "callback_data": pack(Help())}]]}
    assert drawn["link_preview_options"] == {"is_disabled": True}
    bare = parameters(Reply(Markup("x"), buttons[1:]), chat_id=7, thread_id=0, username="TagwireBot")
    assert "reply_markup" not in bare


@pytest.mark.parametrize(
    "url", ["HTTP://Example.org:8080/a?b", "http://[::1]/", "http://127.0.0.1:1/", "tg://user?id=1"]
)
def test_links_that_telegram_takes_stay(url: str) -> None:
    drawn = parameters(Reply(Markup("x"), ((Button("Read", url),),)), chat_id=7, thread_id=0, username="TagwireBot")
    assert drawn["reply_markup"] == {"inline_keyboard": [[{"text": "Read", "url": url}]]}
