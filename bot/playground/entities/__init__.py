"""Formatted text: what a client sends (text, parse_mode, entities) → what Telegram keeps and returns."""

import re
from typing import Any

from bot.playground.entities.found import found_entities
from bot.playground.entities.html import parse_html, utf16_length
from bot.playground.entities.links import checked_link
from bot.playground.entities.order import arranged
from bot.playground.refusals import bad_request

Entity = dict[str, Any]

_RAW_LIMIT = 1 << 15
_STYLED = {
    "bold": (), "italic": (), "underline": (), "strikethrough": (), "spoiler": (), "blockquote": (),
    "expandable_blockquote": (), "code": (), "pre": ("language",), "text_link": ("url",), "text_mention": ("user",),
    "custom_emoji": ("custom_emoji_id",), "date_time": (),
}  # fmt: skip
_FOUND_ONLY = {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"}
_CONTROL = {code: " " for code in range(32) if chr(code) not in "\n\r"}
_ODD = re.compile("[\x00-\x09\x0b-\x1f\u2028-\u202e]")
_DROPPED = re.compile("[\r\u2028-\u202e]")


def parsed(text: str, parse_mode: str, entities: Any) -> tuple[str, list[Entity]]:
    """Telegram's first look: before the chat is known. Raises Refusal."""
    try:
        size = len(text) if text.isascii() else len(text.encode())
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    if size > _RAW_LIMIT:
        raise bad_request("text is too long")
    mode = parse_mode.lower()
    if text and mode == "html":
        return parse_html(text)
    if text and mode not in ("", "none"):
        raise bad_request("unsupported parse_mode")
    return text, [e for e in map(_given, entities if isinstance(entities, list) else []) if e]


def finished(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Telegram's second look: cleaned and trimmed (the text may come out empty), links and tags found, all in order."""
    if _ODD.search(text):
        text, entities = _cleaned(text, entities)
    text, entities = _trimmed(text, entities)
    return text, arranged(entities, found_entities(text))


def _given(entity: Any) -> Entity | None:
    """An entity passed by the client; None if Telegram ignores it."""
    if not isinstance(entity, dict):
        raise bad_request("can't parse MessageEntity: expected an Object")
    for field in ("offset", "length", "type"):
        if field not in entity:
            raise bad_request(f"can't parse MessageEntity: Can't find field \"{field}\"")
    kind = entity["type"]
    if kind in _FOUND_ONLY:
        return None
    if kind not in _STYLED:
        raise bad_request("can't parse MessageEntity: Unsupported type specified")
    kept = {"offset": int(entity["offset"]), "length": int(entity["length"]), "type": kind}
    kept |= {field: entity[field] for field in _STYLED[kind] if entity.get(field)}
    if kept["offset"] < 0 or kept["length"] < 0:
        field = "offset" if kept["offset"] < 0 else "length"
        raise bad_request(f"receive an entity with incorrect {field} {kept[field]}")
    if kind == "text_link":
        kept["url"] = checked_link(str(entity.get("url", "")))
    return kept if kept["length"] and kept.get("url") != "" else None


def _cleaned(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    text = text.translate(_CONTROL)
    dropped = [utf16_length(text[: match.start()]) for match in _DROPPED.finditer(text)]

    def moved(offset: int) -> int:
        return offset - sum(1 for place in dropped if place < offset)

    return _DROPPED.sub("", text), [_between(e, moved(e["offset"]), moved(e["offset"] + e["length"])) for e in entities]


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    text = text.rstrip(" \n")
    end = utf16_length(text)
    entities = [_between(e, e["offset"], min(e["offset"] + e["length"], end)) for e in entities if e["offset"] < end]
    lead = min([len(text) - len(text.lstrip(" \n")), *(e["offset"] for e in entities)])
    if lead:
        entities = [_between(e, e["offset"] - lead, e["offset"] + e["length"] - lead) for e in entities]
    return text[lead:], [e for e in entities if e["length"] > 0]


def _between(entity: Entity, start: int, end: int) -> Entity:
    return {**entity, "offset": start, "length": end - start}
