"""/latest, /<tag>, and words typed to find a tag. A reader's lists remember when they were looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from bot.desk import gathering
from bot.enrich import typed_keys
from bot.news.chats import ChatKind
from bot.news.spelling import close, normal
from bot.news.story import Tag
from bot.pages import saved, search
from bot.pages.ask import Ask, Page
from bot.store import Listing, Transaction, articles, seen, subscriptions, summaries, tags
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
    if intent.place.saved:
        return await saved.open_saved(ask, intent.place)
    async with ask.room.db.read() as tx:
        tag = await tags.by_id(tx, intent.place.tag_id, ask.chat.language) if intent.place.tag_id else None
    return await _draw(ask, intent.place if tag else replace(intent.place, tag_id=0), tag)


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
        close = [] if tag else await meant(tx, intent.words, ask.chat.language)
    return await _draw(ask, Place(tag.id), tag) if tag else await unknown(ask, intent.words, close)


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


async def _draw(ask: Ask, place: Place, tag: Tag | None) -> Reply:
    async with ask.room.db.read() as tx:
        if tag and tag.phrase:
            return await search.pages(ask, tx, place, tag.name)
        followed = tag is not None and tag.id in await subscriptions.has(tx, ask.chat.number, [tag.id])
        remembered = not place.upto and (followed or not tag) and ask.chat.kind is ChatKind.PRIVATE
        before = await seen.before(tx, ask.chat.number, place.tag_id, ask.now) if remembered else None
        place = replace(place, since=int(before.timestamp())) if before else place
        since = _moment(place.since, ask.now)
        found = await listing(tx, place, ask.chat.edition, since)
    if remembered:
        # Of what is followed, and of everything: where else somebody looked is nobody's business, and who of a group
        # did, nobody can say.
        async with ask.room.db.write() as tx:
            await seen.note(tx, ask.chat.number, place.tag_id, ask.now, before)
    page = lists.Page(
        replace(place, upto=found.upto),
        found.headlines,
        found.more,
        tag=tag,
        followed=followed,
        since=since,
        new=found.new,
    )
    return lists.headlines(page, ask.chat.kind, ask.chat.time_zone, ask.now, ask.words)


def _moment(since: int, now: datetime) -> datetime | None:
    return datetime.fromtimestamp(min(since, int(now.timestamp())), UTC) if since else None


async def listing(tx: Transaction, place: Place, language: str, since: datetime | None = None) -> Listing:
    """In the chat's language; in another where there is nothing in it: a newsroom need not publish in every one."""
    spoken = [language, *(other for other in await articles.languages(tx) if other != language)]
    found = await _in_language(tx, place, language, since)
    for other in spoken[1:]:
        if found.headlines or place.page:
            break
        found = await _in_language(tx, place, other, since)
    return found


async def _in_language(tx: Transaction, place: Place, language: str, since: datetime | None) -> Listing:
    offset, most = place.page * lists.PER_PAGE, lists.PER_PAGE
    wanted = tx, place.tag_id, language  # without a tag: everything
    return await articles.with_tag(*wanted, upto=place.upto or None, offset=offset, limit=most, since=since)


PAGE = Page(
    answers={OpenList: open_list, Look: look},
    commands={"latest": lambda words: OpenList()},
)
