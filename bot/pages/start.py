"""/start (with deep links), /help, and the choice of language."""

from __future__ import annotations

from bot.news.chats import ChatKind
from bot.news.staff import Role
from bot.pages import headlines, search, settings, staff, story, subscriptions, welcome
from bot.pages.ask import Ask, Page
from bot.store import chats
from bot.views import start as view
from bot.views.choices import OpenSettings
from bot.views.intents import Help, Look, OpenList, OpenStory, Search, SetLanguage, Stale, Start, Subscribe
from bot.views.links import opened_by
from bot.views.newsroom import Join
from bot.views.reply import Answer, Reply


async def start(ask: Ask, intent: Start) -> Answer | Reply | None:
    match opened_by(intent.payload):
        case OpenStory() as opened:
            return await welcome.below(ask, await story.open_story(ask, opened))
        case Look() as look:
            return await welcome.below(ask, await headlines.look(ask, look))
        case Subscribe() as subscribe:
            return await subscriptions.subscribe(ask, subscribe)
        case Join() as join:
            return await staff.join(ask, join)
        case OpenSettings() as opened:
            return await settings.open_settings(ask, opened)
        case Search() as asked:
            return await search.seek(ask, asked)
        case OpenList() as listed:
            return await headlines.open_list(ask, listed)
        case _:
            return await welcome.hello(ask)


async def help_(ask: Ask, intent: Help) -> Reply:
    return view.manual(ask.chat.kind, _role(ask), ask.words)


def _role(ask: Ask) -> Role:
    """Whose commands they see: in a group, everybody's."""
    return ask.role if ask.may(ask.role) else Role.NOBODY


async def set_language(ask: Ask, intent: SetLanguage) -> Answer | None:
    words = ask.room.words.get(intent.language)
    if words is None or ask.chat.kind is not ChatKind.PRIVATE:
        return await stale(ask, Stale())
    async with ask.room.db.write() as tx:
        await chats.choose_language(tx, ask.chat.number, intent.language)
    return Answer(view.manual(ask.chat.kind, _role(ask), words))


async def stale(ask: Ask, intent: Stale) -> Answer:
    return Answer(toast=view.stale(ask.words), alert=True)


PAGE = Page(
    answers={Start: start, Help: help_, SetLanguage: set_language, Stale: stale},
    commands={"start": Start, "help": lambda words: Help()},
    changes=frozenset({SetLanguage}),
)
