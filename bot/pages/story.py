"""A story's card: opened from a list, a link or a push; parts open and close in place."""

from __future__ import annotations

from dataclasses import replace

from bot.pages.ask import Ask, Page
from bot.store import articles, subscriptions
from bot.views.card import card, withdrawn
from bot.views.intents import OpenStory
from bot.views.reply import Reply


async def open_story(ask: Ask, intent: OpenStory) -> Reply:
    async with ask.room.db.read() as tx:
        edition = await articles.edition(tx, intent.story_id, intent.language or ask.chat.edition)
        if edition is None:
            return withdrawn(ask.words)
        followed = await subscriptions.has(tx, ask.chat.number, [tag.id for tag in edition.tags])
        every = await subscriptions.every_headline(tx, ask.chat.number, followed)
    setting = ask.setting(part=intent.part, back=intent.back, followed=frozenset(followed))
    return card(edition, replace(setting, every=every), ask.words)


PAGE = Page(answers={OpenStory: open_story}, commands={})
