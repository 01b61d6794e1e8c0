from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import MessageEntity, User

from bot.gateway.formatting import formatted
from bot.playground.entities.html import parse_html

KINDS = ["bold", "italic", "pre", "code", "text_link", "custom_emoji", "date_time", "blockquote", "of_the_future"]
ODD = st.text("\"'<>&; a🔴", max_size=8)


def entity(kind: str, offset: int, length: int, **more: Any) -> MessageEntity:
    return MessageEntity(kind, offset, length, **more)


@pytest.mark.parametrize(
    ("text", "entities", "html"),
    [
        ("a < b", [], "a &lt; b"),
        ("🔴 one", [entity("bold", 3, 3)], "🔴 <b>one</b>"),
        ("ab", [entity("bold", 0, 2), entity("italic", 1, 1)], "<b>a<i>b</i></b>"),
        ("ab", [entity("italic", 0, 1), entity("bold", 0, 2)], "<b><i>a</i>b</b>"),
        ("ab", [entity("spoiler", 0, 1), entity("strikethrough", 1, 1)], "<tg-spoiler>a</tg-spoiler><s>b</s>"),
        ("a", [entity("expandable_blockquote", 0, 1)], "<blockquote expandable>a</blockquote>"),
        ("a", [entity("text_mention", 0, 1, user=User(7, "R", False))], '<a href="tg://user?id=7">a</a>'),
        (
            "a",
            [entity("text_link", 0, 1, url='http://a.b/?q="<c>&d')],
            '<a href="http://a.b/?q=&quot;&lt;c&gt;&amp;d">a</a>',
        ),
        ("a", [entity("pre", 0, 1)], "<pre>a</pre>"),
        (
            "a",
            [entity("pre", 0, 1, language='c++"<')],
            '<pre><code class="language-c++&quot;&lt;">a</code></pre>',
        ),
        ("🔴", [entity("custom_emoji", 0, 2, custom_emoji_id="53")], '<tg-emoji emoji-id="53">🔴</tg-emoji>'),
        ("🔴", [entity("custom_emoji", 0, 2, custom_emoji_id='"')], "🔴"),
        ("noon", [entity("date_time", 0, 4)], "noon"),
        ("/help @me", [entity("bot_command", 0, 5), entity("mention", 6, 3)], "/help @me"),
        ("🔴", [entity("bold", 1, 1)], "🔴"),
        ("a", [entity("bold", 0, 5), entity("bold", -3, 2), entity("bold", 0, 0)], "a"),
        ("abc", [entity("bold", 0, 2), entity("italic", 1, 2)], "<b>ab</b>c"),
    ],
)
def test_html_of_a_message(text: str, entities: list[MessageEntity], html: str) -> None:
    assert formatted(text, entities) == html


@st.composite
def _entities(draw: st.DrawFn) -> MessageEntity:
    return entity(
        draw(st.sampled_from(KINDS)),
        draw(st.integers(-1, 12)),
        draw(st.integers(-1, 12)),
        url=draw(ODD),
        language=draw(ODD),
        custom_emoji_id=draw(ODD | st.just("53")),
    )


@given(ODD, st.lists(_entities(), max_size=5))
def test_the_text_comes_back_whatever_the_entities(text: str, entities: list[MessageEntity]) -> None:
    assert parse_html(formatted(text, entities))[0] == text
