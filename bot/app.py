"""Wires everything: the only module that knows everybody."""

from __future__ import annotations

import asyncio
import logging
import secrets
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from functools import partial
from typing import Any

from bot.charts import Charts, NotDrawn
from bot.desk.dispatch import Dispatch, Road
from bot.desk.health import Health
from bot.desk.survey import Publishers
from bot.desk.timing import Watch
from bot.gateway.admins import Admins
from bot.gateway.answering import Answering
from bot.gateway.connection import GatewayError, Telegram, connect
from bot.gateway.downloads import download
from bot.gateway.hearing import SILENCE, Hearings
from bot.gateway.holds import Holds
from bot.gateway.menu import Menus
from bot.gateway.pace import TOKEN, Pace
from bot.gateway.reports import Reports
from bot.gateway.sender import Sender
from bot.gateway.topics import open_topic
from bot.gateway.workers import Workers, everybody
from bot.locales import Words
from bot.locales import load as load_words
from bot.news.article import Source
from bot.pages.ask import Newsroom
from bot.pages.conversation import COMMANDS, apologise, converse, enough
from bot.roles import App, now, work
from bot.settings import Settings
from bot.sources import Fetcher, Parsers, catalogue, discover, look, opml, read_article
from bot.store import Database, StoreUnavailable, migrate, open_database
from bot.store.guard import alone
from bot.views.figures import Figure
from bot.web import server
from bot.web.metrics import Metrics

SWITCH = 0.0005
"""Seconds for which a thread keeps Python's lock while another waits. A reply goes to the database's threads a dozen
times, and each way back waits for what the event loop does meanwhile: Python's own 5 ms add up."""

_log = logging.getLogger(__name__)


class StartError(Exception):
    """Everything that keeps the bot from starting, a line each."""


async def run(settings: Settings, stop: asyncio.Event, pace: Pace | None = None) -> None:
    """The bot, until `stop`. Raises StartError for whatever a person must mend.

    `pace`: other than Telegram's, for one that keeps no limits; then people may ask as much as they like, too.
    """
    sys.setswitchinterval(SWITCH)
    try:
        async with AsyncExitStack() as stack:
            building = asyncio.create_task(_built(settings, pace, stack))
            if await _before(stop, building):
                await work(building.result(), stack, stop)
    except* (GatewayError, server.DoorError) as group:
        raise StartError(str(_first(group))) from None


async def _before(stop: asyncio.Event, work: asyncio.Task[Any]) -> bool:
    """Whether the work ended before `stop`; otherwise it is broken off."""
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait((work, stopped), return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if not work.done():
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
        return False
    return True


def _first(group: BaseExceptionGroup[Any]) -> BaseException:
    error = group.exceptions[0]
    return _first(error) if isinstance(error, BaseExceptionGroup) else error


async def _built(settings: Settings, given: Pace | None, stack: AsyncExitStack) -> App:
    pace = given or Pace(settings.send_rate)
    db, telegram = await _opened(settings, stack)
    _warn_of_idle_parts(settings, db)
    words = load_words()
    sources = catalogue.load(settings.sources_file)
    owner, metrics = secrets.token_hex(8), Metrics()
    sender = Sender(telegram, pace, metrics.answered)
    draw = partial(_pictures, await stack.enter_async_context(Charts()))
    newsroom = replace(_newsroom(settings, db, words, sources, await _publishers(settings, stack), telegram), draw=draw)
    menus = _menus(settings, db, words, telegram, pace)
    workers = Workers(
        db,
        Answering(telegram, sender, pace),
        COMMANDS,
        partial(converse, newsroom),
        partial(apologise, newsroom),
        now,
        hear=everybody if given else Hearings(menus.staff.keys()),
        enough=partial(enough, newsroom, SILENCE),
        owner=owner,
    )
    return App(
        settings=settings,
        db=db,
        telegram=telegram,
        sources=sources,
        words=words,
        pace=pace,
        holds=Holds(db, pace, now),
        sender=sender,
        dispatch=Dispatch(_road(settings, db, owner, words, sender, pace, metrics, telegram)),
        workers=workers,
        reports=Reports(db, sender, words, settings.default_language, settings.timezone),
        newsroom=newsroom,
        menus=menus,
        metrics=metrics,
        health=Health(db, owner, settings.roles, not settings.webhook_url, now()),
        owner=owner,
    )


def _menus(settings: Settings, db: Database, words: Mapping[str, Words], telegram: Telegram, pace: Pace) -> Menus:
    held = partial(pace.held, TOKEN)
    return Menus(telegram.bot, db, words, settings.default_language, held, settings.admin_ids)


async def _pictures(charts: Charts, figures: Sequence[Figure]) -> tuple[bytes, ...]:
    try:
        return await charts.draw(figures)
    except NotDrawn as problem:
        _log.warning("/stats has no pictures: %s", problem)
        return ()


def _newsroom(
    settings: Settings,
    db: Database,
    words: Mapping[str, Words],
    sources: Sequence[Source],
    publishers: Publishers,
    telegram: Telegram,
) -> Newsroom:
    return Newsroom(
        db=db,
        names=_names(sources),
        words=words,
        roots=settings.admin_ids,
        language=settings.default_language,
        time_zone=settings.timezone,
        send_rate=settings.send_rate,
        publishers=publishers,
        download=partial(download, telegram),
        administers=Admins(telegram.bot, time.monotonic),
        retention=settings.retention,
        topics=telegram.topics,
        username=telegram.username,
    )


async def _publishers(settings: Settings, stack: AsyncExitStack) -> Publishers:
    fetcher = await stack.enter_async_context(Fetcher(allow_private=settings.fetch_allow_private))
    parsers = await stack.enter_async_context(Parsers())
    asked = fetcher, parsers
    return Publishers(
        partial(look, *asked), partial(read_article, *asked), partial(discover, *asked), partial(opml.outlines, parsers)
    )


def _road(
    settings: Settings,
    db: Database,
    owner: str,
    words: Mapping[str, Words],
    sender: Sender,
    pace: Pace,
    metrics: Metrics,
    telegram: Telegram,
) -> Road:
    return Road(
        db=db,
        owner=owner,
        words=words,
        send=partial(sender.post, paid=settings.paid_broadcast),
        permits=pace.bulk,
        give_back=pace.give_back,
        wait_for=pace.wait_for,
        now=now,
        watch=Watch(metrics.settled, metrics.recovered, metrics.first, metrics.last),
        open_topic=partial(open_topic, telegram.bot, pace),
    )


def _names(sources: Sequence[Source]) -> dict[str, str]:
    """language → names of the publishers that write in it."""
    languages = dict.fromkeys(source.language for source in sources)
    return {
        language: " · ".join(dict.fromkeys(source.name for source in sources if source.language == language))
        for language in languages
    }


def _warn_of_idle_parts(settings: Settings, db: Database) -> None:
    idle = {"ingest", "serve", "deliver"} - settings.roles
    if db.sessions is None and idle:
        _log.warning("ROLES: nobody does %s, since a SQLite file has one process", " and ".join(sorted(idle)))


async def _opened(settings: Settings, stack: AsyncExitStack) -> tuple[Database, Telegram]:
    """The database, migrated, and the line to Telegram; what is wrong with both in one StartError."""
    problems = []
    url = settings.database_url.reveal()
    try:
        stack.enter_context(alone(url))
        await migrate(url)
        db = await stack.enter_async_context(open_database(url))
    except StoreUnavailable as problem:
        problems.append(f"DATABASE_URL: {problem}")
    try:
        telegram = await stack.enter_async_context(connect(settings.bot_token.reveal(), settings.telegram_api_url))
    except GatewayError as problem:
        problems.append(str(problem))
    if problems:
        raise StartError("\n".join(problems))
    return db, telegram
