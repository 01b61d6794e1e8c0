"""What a running process does, by role: takes in, serves, delivers; and how it lives with the others."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from bot import jobs
from bot.desk.candidates import Candidates
from bot.desk.dispatch import Dispatch
from bot.desk.health import Health
from bot.desk.intake import Intake
from bot.desk.notices import Notices
from bot.desk.presence import Presence
from bot.desk.reindexing import reindex
from bot.desk.retaining import retain
from bot.desk.stats import Counting
from bot.desk.tidings import Tidings
from bot.gateway.connection import Telegram
from bot.gateway.holds import Holds
from bot.gateway.incoming import incoming, numbered
from bot.gateway.menu import Menus
from bot.gateway.pace import FREE_RATE, Pace
from bot.gateway.polling import Polling
from bot.gateway.reports import PATIENCE, Reports
from bot.gateway.sender import Sender
from bot.gateway.webhook import set_webhook
from bot.gateway.workers import Workers
from bot.locales import Words
from bot.news.article import Source
from bot.news.chats import ChatKind
from bot.news.delivery import Outcome
from bot.news.shares import share
from bot.pages.ask import Newsroom
from bot.pages.conversation import COMMANDS
from bot.settings import Settings
from bot.store import Database, inbox, processes, signals, sources
from bot.store.leadership import POLLING, lead
from bot.views.reply import Reply
from bot.watchdog import watched
from bot.web import metrics, server
from bot.web.metrics import Metrics

_log = logging.getLogger(__name__)

GRACE = 3.0
"""Seconds that looks at publishers, and what editors are told unasked, get to end when we stop."""


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
    holds: Holds
    sender: Sender
    dispatch: Dispatch
    workers: Workers
    reports: Reports
    newsroom: Newsroom
    menus: Menus
    metrics: Metrics
    health: Health
    owner: str
    """Which process this is, among those that share the database."""


async def work(app: App, stack: AsyncExitStack, stop: asyncio.Event) -> None:
    """Until `stop`."""
    stack.enter_context(watched(app.metrics.stalled))
    address = await stack.enter_async_context(server.serve(app.settings.http_host, app.settings.http_port, _doors(app)))
    _log.info("@%s is up with %d sources; health at %s/healthz", app.telegram.username, len(app.sources), address)
    presence = _presence(app)
    await stack.enter_async_context(presence.known())
    await app.holds.load()
    async with asyncio.TaskGroup() as group:
        group.create_task(jobs.every(processes.BEAT, "presence", presence.beat, stop))
        complaining = _Complaining(partial(_problems, app))
        group.create_task(jobs.every(jobs.HEALTH_EVERY, "health", complaining.look, stop))
        group.create_task(app.holds.run(stop))
        group.create_task(app.holds.follow(stop))
        group.create_task(signals.listen(app.db, _wakes(app), stop))
        if "ingest" in app.settings.roles:
            intake = await stack.enter_async_context(_intake(app))
            group.create_task(jobs.every(jobs.INTAKE_EVERY, "intake", intake.look_at_due, stop))
            group.create_task(jobs.every(jobs.REINDEX_EVERY, "reindexing", lambda: reindex(app.db, stop), stop))
        if "serve" in app.settings.roles:
            group.create_task(_serve(app, stop))
        if "deliver" in app.settings.roles:
            group.create_task(app.dispatch.run(stop))
            reports = partial(_leading, app, app.reports.show)
            group.create_task(_cut(jobs.every(jobs.REPORTS_EVERY, "reports", reports, stop), stop))
            group.create_task(jobs.every(jobs.RETENTION_EVERY, "retention", lambda: _retain(app, stop), stop))
            counting = partial(_leading, app, Counting(app.db, app.settings.timezone).turn)
            group.create_task(jobs.every(jobs.COUNTING_EVERY, "counting", counting, stop))
            for name, tell in _tellers(app).items():
                telling = jobs.every(jobs.NOTICES_EVERY, name, partial(_leading, app, tell), stop)
                group.create_task(_cut(telling, stop))
        await stop.wait()
    _log.info("stopped")


async def _cut(job: Coroutine[Any, Any, object], stop: asyncio.Event) -> None:
    """Runs the job; what is not through GRACE after `stop` is broken off."""
    running, stopping = asyncio.create_task(job), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait((running, stopping), return_when=asyncio.FIRST_COMPLETED)
        await asyncio.wait((running,), timeout=GRACE)
        if running.done():
            running.result()
    finally:
        stopping.cancel()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


def _presence(app: App) -> Presence:
    def take(rate: float) -> None:
        take_part(app.pace, rate, app.settings.send_rate)

    roles, rate = app.settings.roles, app.settings.send_rate
    if "serve" not in roles:
        # Until it is known who else is there: a standby that takes over must not send as if nobody were.
        take(share(rate, serves=False, serving=1, leads=True, delivering=1))
    return Presence(app.db, app.owner, roles, rate, lambda: app.dispatch.leads, take)


def take_part(pace: Pace, rate: float, whole: float) -> None:
    """`rate` is this process's part of the `whole`. It has the same part of what nobody pays for."""
    pace.rate, pace.free_rate = rate, FREE_RATE * rate / whole


def _wakes(app: App) -> dict[str, Callable[[], None]]:
    return {
        signals.ANNOUNCED: app.dispatch.wake.set,
        signals.INBOX: app.workers.wake.set,
        signals.HOLDS: app.holds.stale.set,
        signals.STAFF: app.menus.stale.set,
    }


@asynccontextmanager
async def _intake(app: App) -> AsyncIterator[Intake]:
    async with app.db.write() as tx:
        await sources.take_list(tx, app.sources, now())
    publishers = app.newsroom.publishers
    asked, reserved = (publishers.look, publishers.read), COMMANDS.keys()
    intake = Intake(
        app.db,
        *asked,
        reserved,
        now,
        owner=app.owner,
        approval=app.settings.breaking_approval,
        took_in=app.metrics.took_in,
    )
    yield intake
    await intake.finish(GRACE)


async def _serve(app: App, stop: asyncio.Event) -> None:
    """Updates in, answers out: by webhook where one is set, else by long polling."""
    async with asyncio.TaskGroup() as group:
        group.create_task(app.workers.run(stop))
        group.create_task(_cut(app.menus.follow(stop), stop))
        if app.settings.webhook_url:
            secret = app.settings.webhook_secret.reveal()
            await _cut(set_webhook(app.telegram.bot, app.settings.webhook_url, secret), stop)
        else:
            polling = Polling(app.telegram, app.db, app.workers.wake, now)
            group.create_task(
                lead(app.db, f"{POLLING} {app.telegram.id}", app.owner, stop, lambda over, _: polling.run(over))
            )


def _doors(app: App) -> list[Any]:
    async def facts() -> metrics.Facts:
        return await metrics.facts(app.db, await app.health.problems(now()), now())

    async def take(update: dict[str, Any]) -> None:
        if numbered(update):  # what cannot be kept would only be sent again and again
            await inbox.put(app.db, [incoming(update)], now())
            app.workers.wake.set()

    hook = urlsplit(app.settings.webhook_url).path or "/"
    routes = server.health(partial(_problems, app)) + metrics.exposed(app.metrics, facts)
    if app.settings.webhook_url:
        routes += server.webhook(hook, app.settings.webhook_secret.reveal(), take)
    return routes


async def _problems(app: App) -> list[str]:
    return await server.found(lambda: app.health.problems(now()))


@dataclass(slots=True)
class _Complaining:
    """Says in the log when something goes wrong, and when it is well again."""

    check: server.Check
    said: bool = False

    async def look(self) -> None:
        problems = await self.check()
        if problems and not self.said:
            _log.error("not well: %s", "; ".join(problems))
        elif self.said and not problems:
            _log.info("well again")
        self.said = bool(problems)


async def _retain(app: App, stop: asyncio.Event) -> None:
    if app.dispatch.leads:
        await retain(app.db, app.settings.retention, now(), stop)


def _tellers(app: App) -> dict[str, Callable[[datetime], Awaitable[object]]]:
    """What the staff is to know and to decide, and what happened in groups and channels, for who set them up. Each goes
    its own way; what Telegram did not take is tried again."""

    async def say(chat_id: int, kind: ChatKind, reply: Reply) -> Outcome:
        return await app.sender.reply(chat_id, kind, 0, reply, patience=PATIENCE)

    async def in_private(editor_id: int, reply: Reply) -> Outcome:
        return await say(editor_id, ChatKind.PRIVATE, reply)

    async def edit(chat_id: int, kind: ChatKind, message_id: int, reply: Reply) -> Outcome:
        return await app.sender.edit(chat_id, kind, message_id, reply, patience=PATIENCE)

    settings, roots = app.settings, app.settings.admin_ids
    notices = Notices(app.db, roots, app.words, settings.default_language, settings.timezone, in_private)
    tidings = Tidings(app.db, app.words, settings.default_language, say)
    candidates = Candidates(app.db, roots, app.words, say, edit)
    return {"candidates": candidates.tend, "notices": notices.tell, "tidings": lambda _: tidings.tell()}


async def _leading(app: App, act: Callable[[datetime], Awaitable[object]]) -> None:
    """One process does it: that which delivers."""
    if app.dispatch.leads:
        await act(now())
