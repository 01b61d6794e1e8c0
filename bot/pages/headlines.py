"""/latest, /<tag>, and words typed to find a tag."""

from __future__ import annotations

from collections.abc import Sequence

from bot.desk import gathering
from bot.enrich import typed_keys
from bot.news.chats import ChatKind
from bot.news.spelling import close, normal
from bot.news.story import Tag
from bot.pages import search
from bot.pages.ask import Ask, Page
from bot.store import Listing, Transaction, articles, subscriptions, summaries, tags
from bot.store import search as search_store
from bot.views import lists
from bot.views import search as search_view
from bot.views import tags as tags_view
from bot.views.intents import Look, OpenList, Place
from bot.views.reply import Reply

MOST_OFFERED = 5
"""People of one surname."""


async def open_list(ask: Ask, intent: OpenList) -> Reply:
    if intent.place.search:
        return await search.draw(ask, intent.place)
    if intent.place.summary:
        return await _summary(ask, intent.place)
    async with ask.room.db.read() as tx:
        tag = await tags.by_id(tx, intent.place.tag_id, ask.chat.language) if intent.place.tag_id else None
        return await _draw(ask, tx, intent.place if tag else Place(0, intent.place.page, intent.place.upto), tag)


async def _summary(ask: Ask, place: Place) -> Reply:
    """What was folded into one message; nothing of one that another chat got."""
    page = lists.Page(place, (), False)
    async with ask.room.db.read() as tx:
        if known := await summaries.known(tx, place.summary, ask.chat.number):
            page = await gathering.page(tx, known, ask.chat.edition, ask.now, number=place.page)
    return lists.headlines(page, ask.chat.kind, ask.chat.time_zone, ask.now, ask.words)


async def look(ask: Ask, intent: Look) -> Reply | None:
    """The tag that was meant, or the nearest ones. In groups unknown commands are most likely another bot's."""
    async with ask.room.db.read() as tx:
        tag = await tags.by_spelling(tx, intent.words, ask.chat.language, keys=typed_keys(intent.words))
        if tag is None and ask.chat.kind is not ChatKind.PRIVATE:
            return None
        if tag is not None:
            return await _draw(ask, tx, Place(tag.id), tag)
        close = await meant(tx, intent.words, ask.chat.language)
    return await unknown(ask, intent.words, close)


async def unknown(ask: Ask, words: str, close: Sequence[Tag]) -> Reply:
    """No topic is called so; but the words can be searched for, and followed."""
    async with ask.room.db.write() as tx:
        number = await search_store.keep(tx, words[: search_view.MOST_WORDS], ask.now)
    return tags_view.unknown(words, close, number, ask.words)


async def meant(tx: Transaction, words: str, language: str) -> list[Tag]:
    """Tags of people of this surname, else those whose spelling is near to what was typed."""
    if people := await tags.sharing(tx, typed_keys(words), language):
        return people[:MOST_OFFERED]
    near = close(normal(words), await tags.spellings(tx))
    found = [await tags.by_spelling(tx, spelling, language) for spelling in near]
    return list({tag.id: tag for tag in found if tag}.values())


async def _draw(ask: Ask, tx: Transaction, place: Place, tag: Tag | None) -> Reply:
    if tag and tag.phrase:
        return await search.pages(ask, tx, place, tag.name)
    listing = await _listing(tx, place, ask.chat.edition)
    followed = tag is not None and tag.id in await subscriptions.has(tx, ask.chat.number, [tag.id])
    page = lists.Page(
        Place(place.tag_id, place.page, listing.upto), listing.headlines, listing.more, tag=tag, followed=followed
    )
    return lists.headlines(page, ask.chat.kind, ask.chat.time_zone, ask.now, ask.words)


async def _listing(tx: Transaction, place: Place, language: str) -> Listing:
    """In the chat's language; in another where there is nothing in it: a newsroom need not publish in every one."""
    spoken = [language, *(other for other in await articles.languages(tx) if other != language)]
    listing = await _in_language(tx, place, language)
    for other in spoken[1:]:
        if listing.headlines or place.page:
            break
        listing = await _in_language(tx, place, other)
    return listing


async def _in_language(tx: Transaction, place: Place, language: str) -> Listing:
    upto = place.upto or None
    offset = place.page * lists.PER_PAGE
    if place.tag_id:
        return await articles.with_tag(tx, place.tag_id, language, upto=upto, offset=offset, limit=lists.PER_PAGE)
    return await articles.latest(tx, language, upto=upto, offset=offset, limit=lists.PER_PAGE)


PAGE = Page(
    answers={OpenList: open_list, Look: look},
    commands={"latest": lambda words: OpenList()},
)
