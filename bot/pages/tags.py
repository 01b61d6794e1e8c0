"""/tags: every topic, most used first."""

from __future__ import annotations

from bot.pages.ask import Ask, Page
from bot.store import tags
from bot.views.intents import OpenTags
from bot.views.reply import Reply
from bot.views.tags import PER_PAGE, topics


async def open_tags(ask: Ask, intent: OpenTags) -> Reply:
    async with ask.room.db.read() as tx:
        found = await tags.popular(tx, ask.chat.language, offset=intent.page * PER_PAGE, limit=PER_PAGE + 1)
    return topics(found[:PER_PAGE], intent.page, len(found) > PER_PAGE, ask.words)


PAGE = Page(answers={OpenTags: open_tags}, commands={"tags": lambda words: OpenTags()})
