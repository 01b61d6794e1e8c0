"""Wires everything: the only module that knows everybody."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from bot import jobs
from bot.desk.dispatch import Dispatch, Road
from bot.desk.intake import Intake
from bot.desk.notices import Notices
from bot.desk.presence import Presence
from bot.gateway.answering import Answering
from bot.gateway.connection import GatewayError, Telegram, connect
from bot.gateway.incoming import incoming, numbered
from bot.gateway.menu import Menu, set_menu
from bot.gateway.pace import FREE_RATE, Pace
from bot.gateway.polling import Polling
from bot.gateway.reports import Reports
from bot.gateway.sender import Sender
from bot.gateway.webhook import set_webhook
from bot.gateway.workers import Workers
from bot.locales import Words
from bot.locales import load as load_words
from bot.news.article import Source
from bot.news.chats import ChatKind
from bot.news.delivery import Outcome
from bot.pages.ask import Newsroom
from bot.pages.conversation import COMMANDS, apologise, converse
from bot.settings import Settings
from bot.sources import Fetcher, Parsers, catalogue, look, read_article
from bot.store import Database, StoreUnavailable, inbox, migrate, open_database, processes, signals
from bot.store.guard import alone
from bot.store.leadership import POLLING, lead
from bot.views import menu
from bot.views.reply import Reply
from bot.web import server

_log = logging.getLogger(__name__)

GRACE = 3.0
"""Seconds that looks at publishers get to end when we stop."""


class StartError(Exception):
    """Everything that keeps the bot from starting, a line each."""


def now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class App:
    """Everything that a running bot is made of."""

    settings: Settings
    db: Database
    telegram: Telegram
    sources: tuple[Source, ...]
    words: Mapping[str, Words]
    pace: Pace
    sender: Sender
    dispatch: Dispatch
    workers: Workers
    reports: Reports
    newsroom: Newsroom
    owner: str
    """Which process this is, among those that share the database."""


async def run(settings: Settings, stop: asyncio.Event) -> None:
    """The bot, until `stop`. Raises StartError for whatever a person must mend."""
    try:
        async with AsyncExitStack() as stack:
            building = asyncio.create_task(_built(settings, stack))
            if await _before(stop, building):
                await _started(building.result(), stack, stop)
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


async def _built(settings: Settings, stack: AsyncExitStack) -> App:
    db, telegram = await _opened(settings, stack)
    _warn_of_idle_parts(settings, db)
    words = load_words()
    sources = catalogue.load(settings.sources_file)
    owner = secrets.token_hex(8)
    pace = Pace(settings.send_rate)
    sender = Sender(telegram, pace)
    newsroom = Newsroom(
        db=db,
        names=_names(sources),
        words=words,
        editors=settings.admin_ids,
        language=settings.default_language,
        time_zone=settings.timezone,
        send_rate=settings.send_rate,
    )
    road = Road(
        db=db,
        owner=owner,
        words=words,
        send=partial(sender.post, paid=settings.paid_broadcast),
        permits=pace.bulk,
        give_back=pace.give_back,
        wait_for=pace.wait_for,
        now=now,
    )
    workers = Workers(
        db,
        Answering(telegram, sender, pace),
        COMMANDS,
        partial(converse, newsroom),
        partial(apologise, newsroom),
        now,
        owner,
    )
    reports = Reports(db, sender, words, settings.default_language, settings.timezone)
    return App(settings, db, telegram, sources, words, pace, sender, Dispatch(road), workers, reports, newsroom, owner)


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


async def _started(app: App, stack: AsyncExitStack, stop: asyncio.Event) -> None:
    address = await stack.enter_async_context(server.serve(app.settings.http_host, app.settings.http_port, _doors(app)))
    _log.info("@%s is up with %d sources; health at %s/healthz", app.telegram.username, len(app.sources), address)
    presence = _presence(app)
    await stack.enter_async_context(presence.known())
    async with asyncio.TaskGroup() as group:
        group.create_task(jobs.every(processes.BEAT, presence.beat, stop))
        group.create_task(signals.listen(app.db, _wakes(app), stop))
        if "ingest" in app.settings.roles:
            intake = await stack.enter_async_context(_intake(app))
            group.create_task(jobs.every(jobs.INTAKE_EVERY, intake.look_at_due, stop))
        if "serve" in app.settings.roles:
            group.create_task(_serve(app, stop))
        if "deliver" in app.settings.roles:
            group.create_task(app.dispatch.run(stop))
            group.create_task(jobs.every(jobs.REPORTS_EVERY, lambda: _report(app), stop))
            group.create_task(jobs.every(jobs.NOTICES_EVERY, lambda: _notify(app), stop))
        await stop.wait()
    _log.info("stopped")


def _presence(app: App) -> Presence:
    def take(rate: float, serving: int) -> None:
        app.pace.rate, app.pace.free_rate = rate, FREE_RATE / max(serving, 1)

    roles, rate = app.settings.roles, app.settings.send_rate
    return Presence(app.db, app.owner, roles, rate, lambda: app.dispatch.leads, take)


def _wakes(app: App) -> dict[str, Callable[[], None]]:
    return {signals.ANNOUNCED: app.dispatch.wake.set, signals.INBOX: app.workers.wake.set}


@asynccontextmanager
async def _intake(app: App) -> AsyncIterator[Intake]:
    async with Fetcher(allow_private=app.settings.fetch_allow_private) as fetcher, Parsers() as parsers:
        intake = Intake(
            app.db,
            {source.id: source for source in app.sources},
            partial(look, fetcher, parsers),
            partial(read_article, fetcher, parsers),
            reserved=COMMANDS.keys(),
            wake=app.dispatch.wake.set,
            now=now,
            owner=app.owner,
        )
        yield intake
        await intake.finish(GRACE)


async def _serve(app: App, stop: asyncio.Event) -> None:
    """Updates in, answers out: by webhook where one is set, else by long polling."""
    async with asyncio.TaskGroup() as group:
        group.create_task(app.workers.run(stop))
        group.create_task(set_menu(app.telegram.bot, _menus(app)))
        if app.settings.webhook_url:
            await set_webhook(app.telegram.bot, app.settings.webhook_url, app.settings.webhook_secret.reveal())
        else:
            polling = Polling(app.telegram, app.db, app.workers.wake, now)
            group.create_task(lead(app.db, f"{POLLING} {app.telegram.id}", app.owner, stop, polling.run))


def _menus(app: App) -> list[Menu]:
    """DEFAULT_LANGUAGE is also the menu of every language that we do not speak."""
    menus = []
    for language, words in app.words.items():
        for code in (language, "") if language == app.settings.default_language else (language,):
            menus.append(Menu("all_private_chats", code, tuple(menu.readers_menu(words))))
            menus.append(Menu("all_group_chats", code, tuple(menu.groups_menu(words))))
            menus.extend(Menu(editor, code, tuple(menu.editors_menu(words))) for editor in app.settings.admin_ids)
    return menus


def _doors(app: App) -> list[Any]:
    async def check() -> str:
        async with app.db.read() as tx:
            await inbox.last_update(tx)
        return ""

    async def take(update: dict[str, Any]) -> None:
        if numbered(update):  # what cannot be kept would only be sent again and again
            await inbox.put(app.db, [incoming(update)], now())
            app.workers.wake.set()

    hook = urlsplit(app.settings.webhook_url).path or "/"
    routes = server.health(check)
    if app.settings.webhook_url:
        routes += server.webhook(hook, app.settings.webhook_secret.reveal(), take)
    return routes


async def _report(app: App) -> None:
    if app.dispatch.leads:
        await app.reports.show(now())


async def _notify(app: App) -> None:
    """Tells editors what was stopped; again, where Telegram did not take it."""

    async def say(editor_id: int, reply: Reply) -> Outcome:
        return await app.sender.reply(editor_id, ChatKind.PRIVATE, 0, reply)

    if app.dispatch.leads:
        settings = app.settings
        await Notices(app.db, settings.admin_ids, app.words, settings.default_language, say).tell()
