"""/sources: where the news comes from; editors add, test, pause and remove."""

from __future__ import annotations

import re

from bot.desk.survey import Offer, line, look_again, sample, survey
from bot.news.staff import Role
from bot.news.trouble import Trouble
from bot.pages import opml
from bot.pages.ask import Ask, Page
from bot.sources import ReadingError
from bot.store import Transaction, audit, looks, sources
from bot.store.sources import Known, State
from bot.views import card as card_view
from bot.views import sources as view
from bot.views.desk import ExportSources, OpenSource, OpenSources, SourceAct, Sources, TurnSource
from bot.views.intents import Intent
from bot.views.reply import Answer, Reply

_ACT = re.compile(r"(add|import)(?:\s+(.*))?", re.IGNORECASE | re.DOTALL)
_ADDRESS = re.compile(r"\S*(?:\.|://|:\d)\S+")
_LANGUAGE = re.compile(r"[a-z]{2,3}", re.IGNORECASE)
_TURNS = {
    SourceAct.PAUSE: (State.PAUSED, (State.ON,), "source_pause"),
    SourceAct.RESUME: (State.ON, (State.PAUSED,), "source_resume"),
    SourceAct.REMOVE: (State.REMOVED, (State.ON, State.PAUSED), "source_remove"),
}


async def begin(ask: Ask, intent: Sources) -> Answer | Reply:
    named = _ACT.fullmatch(intent.words.strip())
    act, rest = (named[1].lower(), named[2] or "") if named else ("", intent.words.strip())
    if act == "import":
        return await opml.offer(ask, ask.request.file, rest.lower() if _LANGUAGE.fullmatch(rest) else "")
    if found := _ADDRESS.search(rest):
        after = rest[found.end() :].strip()
        return await _add(ask, found[0], after.lower() if _LANGUAGE.fullmatch(after) else "")
    if act and rest:
        return view.unreadable(rest, Trouble.ADDRESS, ask.words)
    return view.how_to_add(ask.words)


async def open_sources(ask: Ask, intent: OpenSources) -> Reply:
    async with ask.room.db.read() as tx:
        known = sorted(await sources.known(tx), key=lambda one: not one.parked)
    first = intent.page * view.PER_PAGE
    shown = known[first : first + view.PER_PAGE]
    more = len(known) > first + view.PER_PAGE
    return view.overview([line(one) for one in shown], intent.page, more, _sight(ask))


async def open_source(ask: Ask, intent: OpenSource) -> Answer | Reply:
    async with ask.room.db.read() as tx:
        known = await sources.by_number(tx, intent.number)
    if known is None or known.state is State.REMOVED:
        return Answer(toast=view.gone(ask.words), alert=True)
    return view.one(line(known), _sight(ask))


async def turn(ask: Ask, intent: TurnSource) -> Answer | Reply:
    async with ask.room.db.read() as tx:
        known = await sources.by_number(tx, intent.number)
    if known is None or known.state is State.REMOVED:
        return Answer(toast=view.gone(ask.words), alert=True)
    if intent.act is SourceAct.TEST:
        return await _test(ask, known)
    if intent.act is SourceAct.REMOVE and not intent.sure:
        return view.ask_removal(line(known), ask.words)
    async with ask.room.db.write() as tx:
        await _turn(ask, tx, known, intent.act)
    if intent.act is SourceAct.REMOVE:
        return await open_sources(ask, OpenSources())
    return await open_source(ask, OpenSource(intent.number))


async def _turn(ask: Ask, tx: Transaction, known: Known, act: SourceAct) -> None:
    """What another editor has done meanwhile stays done."""
    if act is SourceAct.ADD:
        turned, word = bool(await sources.add(tx, known.number)), "source_add"
    else:
        to, was, word = _TURNS[act]
        turned = await sources.turn(tx, known.number, to=to, was=was)
    if act is SourceAct.RESUME:
        await looks.due(tx, known.source.id, ask.now)
    if turned:
        await audit.note(tx, ask.chat.id, word, known.source.name, ask.now)


async def _add(ask: Ask, address: str, language: str) -> Answer | Reply:
    asked = ask.room.publishers, ask.room.db, address
    try:
        offers = await survey(*asked, language=language, otherwise=ask.chat.language, now=ask.now)
    except ReadingError as error:
        return view.unreadable(address, error.trouble, ask.words)
    if len(offers) == 1:
        return await _only(ask, offers[0])
    return view.found([line(one.known) for one in offers], [one.count for one in offers], ask.words)


async def _only(ask: Ask, offer: Offer) -> Reply:
    if offer.known.state is not State.OFFERED:
        return view.known(line(offer.known), _sight(ask))
    return await _sample(ask, offer)


async def _test(ask: Ask, known: Known) -> Reply:
    try:
        offer = await look_again(ask.room.publishers, known, ask.now)
    except ReadingError as error:
        return view.unreadable(known.source.feed, error.trouble, ask.words)
    if known.trouble:
        async with ask.room.db.write() as tx:
            await looks.due(tx, known.source.id, ask.now)
    return await _sample(ask, offer)


async def _sample(ask: Ask, offer: Offer) -> Reply:
    edition = await sample(ask.room.publishers, offer, ask.now)
    shown = card_view.card(edition, ask.setting(), ask.words) if edition else None
    return view.sample(line(offer.known), (offer.count, offer.entries), shown, _sight(ask))


def _asked(words: str) -> Intent:
    match words.strip().lower():
        case "":
            return OpenSources()
        case "export":
            return ExportSources()
    return Sources(words)


def _sight(ask: Ask) -> view.Sight:
    return view.Sight(ask.chat.time_zone, ask.now, ask.words)


PAGE = Page(
    answers={
        Sources: begin,
        OpenSources: open_sources,
        OpenSource: open_source,
        TurnSource: turn,
    },
    commands={"sources": _asked},
    needs={
        Sources: Role.EDITOR,
        OpenSources: Role.ANALYST,
        OpenSource: Role.ANALYST,
        TurnSource: Role.EDITOR,
    },
)
