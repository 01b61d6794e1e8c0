"""Deep links: the payloads of `t.me/BOT?start=PAYLOAD`, written and read in one place."""

from __future__ import annotations

import re

from bot.views.choices import OpenSettings
from bot.views.intents import Intent, Look, OpenStory, Part, Subscribe
from bot.views.newsroom import Join

_JOIN = re.compile(r"join_([\w-]{8,40})", re.ASCII)
_STORY = re.compile(r"story_(\d{1,18})(?:_([brdn]))?")


def story_payload(story_id: int, part: Part = Part.NONE) -> str:
    return f"story_{story_id}_{part}" if part else f"story_{story_id}"


def join_payload(key: str) -> str:
    return f"join_{key}"


def opened_by(payload: str) -> Intent | None:
    """What a payload asks for; None for one that no link of ours has."""
    if story := _STORY.fullmatch(payload):
        return OpenStory(int(story[1]), part=Part(story[2] or ""))
    if join := _JOIN.fullmatch(payload):
        return Join(join[1])
    if payload == "subscribe":
        return Subscribe()
    if payload == "settings":
        return OpenSettings()
    if payload.startswith("tag_") and len(payload) > len("tag_"):
        return Look(payload.removeprefix("tag_"))
    return None
