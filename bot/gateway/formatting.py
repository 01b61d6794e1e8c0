"""A message's text and entities → HTML that sendMessage takes.

The library's own text_html escapes neither links nor languages, and writes dates in a tag that sendMessage refuses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from telegram import MessageEntity
from telegram.constants import MessageEntityType as Kind

_SIMPLE: Mapping[str, str] = {
    Kind.BOLD: "b",
    Kind.ITALIC: "i",
    Kind.UNDERLINE: "u",
    Kind.STRIKETHROUGH: "s",
    Kind.SPOILER: "tg-spoiler",
    Kind.CODE: "code",
    Kind.PRE: "pre",
    Kind.BLOCKQUOTE: "blockquote",
}
_Span = tuple[int, int, str, str]
"""Start and end in characters, opening and closing tags."""


def formatted(text: str, entities: Sequence[MessageEntity]) -> str:
    """Entities that have no place in the text, or none in HTML (dates, mentions, commands), leave their plain text."""
    pieces: list[str] = []
    opened: list[tuple[int, str]] = []
    at = 0

    def go_on(to: int) -> None:
        nonlocal at
        pieces.append(escape(text[at:to], quote=False))
        at = to

    def close(until: int) -> None:
        while opened and opened[-1][0] <= until:
            end, closing = opened.pop()
            go_on(end)
            pieces.append(closing)

    for start, end, opening, closing in sorted(_spans(text, entities), key=lambda span: (span[0], -span[1])):
        close(start)
        if opened and end > opened[-1][0]:
            continue  # It crosses another, which tags cannot.
        go_on(start)
        pieces.append(opening)
        opened.append((end, closing))
    close(len(text))
    go_on(len(text))
    return "".join(pieces)


def _spans(text: str, entities: Sequence[MessageEntity]) -> Iterator[_Span]:
    places = _places(text)
    for entity in entities:
        start, end = places.get(entity.offset), places.get(entity.offset + entity.length)
        tags = _tags(entity)
        if tags and start is not None and end is not None and start < end:
            yield start, end, *tags


def _places(text: str) -> dict[int, int]:
    """Offset in UTF-16 units, as Telegram counts → in characters. The middle of a surrogate pair is no place."""
    places, units = {}, 0
    for place, character in enumerate(text):
        places[units] = place
        units += 1 if character <= "\uffff" else 2
    places[units] = len(text)
    return places


def _tags(entity: MessageEntity) -> tuple[str, str] | None:
    if entity.type == Kind.PRE and entity.language:
        return f'<pre><code class="language-{escape(entity.language)}">', "</code></pre>"
    if entity.type == Kind.EXPANDABLE_BLOCKQUOTE:
        return "<blockquote expandable>", "</blockquote>"
    if entity.type == Kind.TEXT_LINK and entity.url:
        return f'<a href="{escape(entity.url)}">', "</a>"
    if entity.type == Kind.TEXT_MENTION and entity.user:
        return f'<a href="tg://user?id={entity.user.id}">', "</a>"
    if entity.type == Kind.CUSTOM_EMOJI and (emoji := entity.custom_emoji_id or "").isdecimal():
        return f'<tg-emoji emoji-id="{emoji}">', "</tg-emoji>"
    name = _SIMPLE.get(entity.type)
    return (f"<{name}>", f"</{name}>") if name else None
