"""The first run: one message with the language, hot topics to tap, and Done; and what who comes back is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.news.chats import ChatKind
from bot.pages.ask import Ask, Page
from bot.store import chats, preferences, subscriptions, tags
from bot.views import start as view
from bot.views.choices import EndSetUp, SetUp
from bot.views.reply import Answer, Reply

HOT_TAGS = 8
HOT = timedelta(days=2)


async def hello(ask: Ask) -> Reply:
    """/start alone."""
    if ask.chat.kind is not ChatKind.PRIVATE:
        return view.welcome_all(ask.newsroom_name, ask.words)
    first = await _first(ask)
    welcomed = ask.chat.set_up or first.followed
    return view.welcome_back(first, ask.words) if welcomed else view.set_up(first, ask.words)


async def below(ask: Ask, shown: Reply | None) -> Answer | Reply | None:
    """What a link leads to; and below it, for who came by it for the first time, the first run."""
    if shown is None or ask.chat.set_up or ask.chat.kind is not ChatKind.PRIVATE:
        return shown
    first = await _first(ask)
    if first.followed:
        return shown
    await _end(ask)
    offer = view.set_up(first, ask.words)
    return Answer(offer, preview=shown, if_refused=offer)


async def draw(ask: Ask) -> Reply:
    return view.set_up(await _first(ask), ask.words)


async def set_up(ask: Ask, intent: SetUp) -> Answer | Reply:
    if ask.chat.kind is not ChatKind.PRIVATE or intent.language not in ("", *ask.room.words):
        return _stale(ask)
    language = intent.language or ask.chat.language
    if intent.language:
        async with ask.room.db.write() as tx:
            await chats.choose_language(tx, ask.chat.number, language)
    return await draw(replace(ask, chat=replace(ask.chat, language=language), words=ask.room.words[language]))


async def end_set_up(ask: Ask, intent: EndSetUp) -> Answer | Reply:
    if ask.chat.kind is not ChatKind.PRIVATE:
        return _stale(ask)
    await _end(ask)
    return view.ready((await _first(ask)).followed, ask.words)


async def _end(ask: Ask) -> None:
    async with ask.room.db.write() as tx:
        await preferences.end_set_up(tx, ask.chat.number)


async def _first(ask: Ask) -> view.First:
    language = ask.chat.language
    async with ask.room.db.read() as tx:
        hot = await tags.popular(tx, language, limit=HOT_TAGS, since=ask.now - HOT)
        own = await subscriptions.of_chat(tx, ask.chat.number, language)
    return view.First(ask.newsroom_name, hot, [one.tag for one in own])


def _stale(ask: Ask) -> Answer:
    return Answer(toast=view.stale(ask.words), alert=True)


PAGE = Page(answers={SetUp: set_up, EndSetUp: end_set_up}, commands={}, changes=frozenset({SetUp}))
