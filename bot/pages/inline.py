"""`@bot words` in any chat: the newest stories, what a search finds, or the story or topic that a button names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from bot.enrich import typed_keys
from bot.news.story import Edition
from bot.pages import headlines, search
from bot.pages.ask import Newsroom
from bot.pages.request import Request
from bot.store import Listing, Transaction, articles, chats, tags
from bot.views import inline as view
from bot.views.intents import Inline, Look, OpenStory, Place
from bot.views.links import opened_by
from bot.views.reply import Answer
from bot.views.search import MOST_WORDS

_OFFSET = re.compile(r"([0-9]{1,3})\.([0-9]{1,15})", re.ASCII)
"""A page, and the archive's newest article when the first one was shown."""


async def offer(room: Newsroom, request: Request, asked: Inline, language: str, now: datetime) -> Answer:
    """It meets nobody: who calls the bot elsewhere has no chat with it by that. `language`: of who is unknown."""
    async with room.db.read() as tx:
        chat = await chats.get(tx, request.chat_id)
        language, zone = (chat.language, chat.time_zone) if chat else (language, room.time_zone)
        shown, offset, seconds = await _found(tx, asked, chat.edition if chat else language)
    return Answer(results=view.results(shown, offset, seconds, zone, now, room.words[language]))


async def _found(tx: Transaction, asked: Inline, edition: str) -> tuple[Sequence[Edition], str, int]:
    """Some of the stories, where the next ones are, and for how many seconds that is so."""
    words = asked.words.strip()[:MOST_WORDS]
    place = _place(asked.offset)
    if place is None:
        return (), "", view.FOUND
    opened = opened_by(words)
    if isinstance(opened, OpenStory):
        one = await articles.edition(tx, opened.story_id, edition)
        return [one] if one and not one.retracted else [], "", view.ONE
    listing = await _listed(tx, opened.words if isinstance(opened, Look) else "", words, place, edition)
    shown = await articles.briefs(tx, [line.article_id for line in listing.headlines])
    return shown, f"{place.page + 1}.{listing.upto}" if listing.more else "", view.FOUND if words else view.NEWEST


async def _listed(tx: Transaction, topic: str, words: str, place: Place, edition: str) -> Listing:
    if topic and (tag := await tags.by_spelling(tx, topic, edition, keys=typed_keys(topic))):
        return await headlines.listing(tx, Place(tag.id, place.page, place.upto), edition)
    return await (search.find(tx, words, place, edition) if words else headlines.listing(tx, place, edition))


def _place(offset: str) -> Place | None:
    """None for an offset that we never gave."""
    given = _OFFSET.fullmatch(offset or "0.0")
    return Place(page=int(given[1]), upto=int(given[2])) if given else None
