"""/search: everything kept, by words in any of their forms."""

from __future__ import annotations

from dataclasses import replace

from bot.enrich import stems_of
from bot.pages.ask import Ask, Page
from bot.pages.wishes import found_by
from bot.store import Listing, Transaction, articles, search
from bot.views import lists
from bot.views import search as view
from bot.views.intents import Place, Search
from bot.views.reply import Reply


async def seek(ask: Ask, intent: Search) -> Reply:
    if not intent.words:
        return view.how(ask.words)
    async with ask.room.db.write() as tx:
        number = await search.keep(tx, intent.words[: view.MOST_WORDS], ask.now)
    return await draw(ask, Place(search=number))


async def draw(ask: Ask, place: Place) -> Reply:
    """A page of what was found."""
    async with ask.room.db.read() as tx:
        words = await search.words_of(tx, place.search)
        if words is None:
            return view.how(ask.words)
        return await pages(ask, tx, place, words)


async def pages(ask: Ask, tx: Transaction, place: Place, words: str) -> Reply:
    """`place`: of a search, or of words that are followed."""
    found = await find(tx, words, place, ask.chat.edition)
    here = replace(place, upto=found.upto)
    page = lists.Page(here, found.headlines, found.more, sought=words, offered=found_by(words, ask.chat.language))
    return lists.headlines(page, ask.chat.kind, ask.chat.time_zone, ask.now, ask.words)


async def find(tx: Transaction, words: str, place: Place, language: str) -> Listing:
    """What is shown in this language where the words stand in it."""
    terms = {spoken: set(stems_of(words, spoken)) for spoken in await articles.languages(tx)}
    return await search.find(
        tx,
        terms,
        language=language,
        upto=place.upto or None,
        offset=place.page * lists.PER_PAGE,
        limit=lists.PER_PAGE,
    )


PAGE = Page(answers={Search: seek}, commands={"search": Search})
