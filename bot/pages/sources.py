"""/sources: where the news comes from; editors add, test, pause and remove."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Sequence

from bot.desk.survey import Offer, look_again, sample, survey
from bot.pages.ask import Ask, Page
from bot.pages.editors import editors_only
from bot.sources import ReadingError, opml
from bot.store import Transaction, audit, sources
from bot.store.sources import Known, State
from bot.views import card as card_view
from bot.views import sources as view
from bot.views.desk import ExportSources, OpenSource, OpenSources, SourceAct, Sources, TurnSource
from bot.views.reply import Answer, Document, Reply

_ADDING = re.compile(r"(?:add\s+)?(?P<address>\S+\.\S+|https?://\S+)(?:\s+(?P<language>[a-z]{2,3}))?", re.IGNORECASE)
_TURNS = {
    SourceAct.ADD: (State.ON, (State.OFFERED,), "source_add"),
    SourceAct.PAUSE: (State.PAUSED, (State.ON,), "source_pause"),
    SourceAct.RESUME: (State.ON, (State.PAUSED,), "source_resume"),
    SourceAct.REMOVE: (State.REMOVED, (State.ON, State.PAUSED), "source_remove"),
}


async def begin(ask: Ask, intent: Sources) -> Answer | Reply:
    if adding := _ADDING.fullmatch(intent.words.strip()):
        return await _add(ask, adding["address"], (adding["language"] or "").lower())
    if intent.words.strip().lower() == "export":
        return await export(ask, ExportSources())
    return await open_sources(ask, OpenSources())


async def open_sources(ask: Ask, intent: OpenSources) -> Reply:
    async with ask.room.db.read() as tx:
        known = await sources.known(tx)
    first = intent.page * view.PER_PAGE
    shown = known[first : first + view.PER_PAGE]
    more = len(known) > first + view.PER_PAGE
    return view.overview([_line(one) for one in shown], intent.page, more, _sight(ask))


async def open_source(ask: Ask, intent: OpenSource) -> Answer | Reply:
    async with ask.room.db.read() as tx:
        known = await sources.by_number(tx, intent.number)
    if known is None or known.state is State.REMOVED:
        return Answer(toast=view.gone(ask.words), alert=True)
    return view.one(_line(known), _sight(ask))


async def turn(ask: Ask, intent: TurnSource) -> Answer | Reply:
    async with ask.room.db.read() as tx:
        known = await sources.by_number(tx, intent.number)
    if known is None or known.state is State.REMOVED:
        return Answer(toast=view.gone(ask.words), alert=True)
    if intent.act is SourceAct.TEST:
        return await _test(ask, known)
    if intent.act is SourceAct.REMOVE and not intent.sure:
        return view.ask_removal(_line(known), ask.words)
    async with ask.room.db.write() as tx:
        await _turn(ask, tx, known, intent.act)
    if intent.act is SourceAct.REMOVE:
        return await open_sources(ask, OpenSources())
    return await open_source(ask, OpenSource(intent.number))


async def _turn(ask: Ask, tx: Transaction, known: Known, act: SourceAct) -> None:
    """What another editor has done meanwhile stays done."""
    to, was, word = _TURNS[act]
    if await sources.turn(tx, known.number, to=to, was=was):
        await audit.note(tx, ask.chat.id, word, known.source.name, ask.now)


async def _add(ask: Ask, address: str, language: str) -> Answer | Reply:
    spoken = language or ask.chat.language
    try:
        offers = await survey(ask.room.publishers, ask.room.db, address, language=spoken, now=ask.now)
    except ReadingError as error:
        return view.unreadable(address, error.reason, ask.words)
    if len(offers) == 1:
        return await _only(ask, offers[0])
    return view.found([_line(one.known) for one in offers], [one.count for one in offers], ask.words)


async def _only(ask: Ask, offer: Offer) -> Reply:
    if offer.known.state is not State.OFFERED:
        return view.known(_line(offer.known), _sight(ask))
    return await _sample(ask, offer)


async def _test(ask: Ask, known: Known) -> Reply:
    try:
        offer = await look_again(ask.room.publishers, known, ask.now)
    except ReadingError as error:
        return view.unreadable(known.source.feed, error.reason, ask.words)
    return await _sample(ask, offer)


async def _sample(ask: Ask, offer: Offer) -> Reply:
    edition = await sample(ask.room.publishers, offer, ask.now)
    shown = card_view.card(edition, ask.setting(), ask.words) if edition else None
    return view.sample(_line(offer.known), offer.count, shown, _sight(ask))


async def export(ask: Ask, intent: ExportSources) -> Answer:
    async with ask.room.db.read() as tx:
        known = await sources.known(tx)
    document = Document("sources.opml", _chunks(known), view.too_large(ask.words))
    return Answer(document=document, fresh=True)


async def _chunks(known: Sequence[Known]) -> AsyncGenerator[bytes, None]:
    yield opml.written([one.source for one in known])


def _line(known: Known) -> view.Line:
    return view.Line(
        known.number,
        known.source,
        offered=known.state is State.OFFERED,
        paused=known.state is State.PAUSED,
        listed=known.listed,
        ok_at=known.ok_at,
        next_look=known.next_look,
        failures=known.failures,
        error=known.error,
    )


def _sight(ask: Ask) -> view.Sight:
    return view.Sight(ask.chat.time_zone, ask.now, ask.words)


PAGE = Page(
    answers={
        Sources: editors_only(begin),
        OpenSources: editors_only(open_sources),
        OpenSource: editors_only(open_source),
        TurnSource: editors_only(turn),
        ExportSources: editors_only(export),
    },
    commands={"sources": Sources},
)
