"""Deep links: the payloads of `t.me/BOT?start=PAYLOAD`, written and read in one place."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.views.choices import Of, OpenSettings
from bot.views.intents import Intent, Look, OpenList, OpenStory, Part, Place, Search, Subscribe
from bot.views.newsroom import Join

MOST = 64
"""Characters of a payload, by Telegram's rules."""
_PAGES: Mapping[str, Intent] = {
    "subscribe": Subscribe(),
    "settings": OpenSettings(),
    "search": Search(),
    "latest": OpenList(),
    "saved": OpenList(Place(saved=True)),
}
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]+")
_JOIN = re.compile(r"join_([A-Za-z0-9_-]{8,40})")
_STORY = re.compile(r"story_([0-9]{1,18})(?:_([brdn]))?")
_OUTLET = re.compile(r"chat_([0-9]{1,15})(?:_([0-9]{1,15}))?")


def story_payload(story_id: int, part: Part = Part.NONE) -> str:
    return f"story_{story_id}_{part}" if part else f"story_{story_id}"


def outlet_payload(number: int, thread_id: int = 0) -> str:
    """What is asked of a group, its topic, or a channel, in the private chat."""
    return f"chat_{number}_{thread_id}" if thread_id else f"chat_{number}"


def join_payload(key: str) -> str:
    return f"join_{key}"


def opened_by(payload: str) -> Intent | None:
    """What a payload asks for; None for one that no link of ours has."""
    if len(payload) > MOST or not _PAYLOAD.fullmatch(payload):
        return None
    if story := _STORY.fullmatch(payload):
        return OpenStory(int(story[1]), part=Part(story[2] or ""))
    if outlet := _OUTLET.fullmatch(payload):
        return Of(int(outlet[1]), int(outlet[2] or 0), OpenSettings())
    if join := _JOIN.fullmatch(payload):
        return Join(join[1])
    if payload.startswith("tag_") and len(payload) > len("tag_"):
        return Look(payload.removeprefix("tag_"))
    return _PAGES.get(payload)
