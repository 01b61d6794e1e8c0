"""`doctor`: looks at everything a bot needs, and says what to do about what is missing. It changes nothing."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from urllib.parse import urlsplit

from bot.gateway.checkup import Checkup, checkup
from bot.gateway.connection import GatewayError, connect
from bot.news.article import Source
from bot.settings import RULES, Settings, SettingsError, read
from bot.sources import Fetcher, LookState, Parsers, ReadingError, catalogue, look
from bot.store import StoreUnavailable
from bot.store.checkup import look_at, sources_in
from bot.store.sources import State
from bot.web.server import SILENT, address, ask_health

SKEW = timedelta(seconds=5)
"""How far our clock may be from Telegram's, whose date has no fractions of a second."""
ROOM = 500
"""Megabytes that a disk should have free."""
LATELY = timedelta(hours=1)
ALIKE = 0.85
"""How much of two names is the same where one is the other mistyped."""
AT_ONCE = 8
"""Sources that are looked at: a hundred at once would be slow for none of their own faults."""


@dataclass(frozen=True, slots=True)
class Finding:
    what: str
    well: bool
    said: str


async def examine(environ: Mapping[str, str]) -> list[Finding]:
    """One finding a part; settings that cannot be read hide the rest."""
    typos = [Finding("settings", False, f"{name} is none; is it {near}?") for name, near in mistyped(environ)]
    try:
        settings = read(environ)
    except SettingsError as problem:
        return [*typos, *(Finding("settings", False, line) for line in str(problem).splitlines())]
    editors = "complete" if settings.admin_ids else "complete; ADMIN_IDS is empty, so nobody can appoint editors"
    looked = _database(settings), _process(settings), _telegram(settings), _sources(settings)
    parts = await asyncio.gather(*looked)
    return [*typos, Finding("settings", True, editors), *(finding for part in parts for finding in part)]


def mistyped(environ: Mapping[str, str]) -> list[tuple[str, str]]:
    """What is none of our names, and which one it is nearly."""
    ours = {*RULES, *(f"{name}_FILE" for name, rule in RULES.items() if rule.secret)}
    near = ((name, get_close_matches(name.upper(), ours, 1, ALIKE)) for name in sorted(environ.keys() - ours))
    return [(name, found[0]) for name, found in near if found]


async def _database(settings: Settings) -> list[Finding]:
    try:
        found = await look_at(settings.database_url.reveal())
    except StoreUnavailable as problem:
        return [Finding("database", False, str(problem))]
    state = f"{found.behind} steps behind; the next start brings it up to date" if found.behind else "up to date"
    findings = [Finding("database", True, f"{found.where}: {'empty' if found.version is None else state}")]
    if found.free is not None:
        free = found.free // 1_000_000
        wish = "" if free >= ROOM else f"; {ROOM} MB are wanted, so that backups and the journal have room"
        findings.append(Finding("disk", free >= ROOM, f"{free} MB free{wish}"))
    return findings


async def _process(settings: Settings) -> list[Finding]:
    """Whether a bot runs here; and if none does, whether its port is free."""
    host, port = settings.http_host, settings.http_port
    said = await ask_health(f"{address(host, port)}/healthz") if port else SILENT
    if not said.startswith(SILENT):
        return [Finding("process", not said, said.replace("\n", "; ") or "a bot runs here and is well")]
    try:
        with socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET):
            return [Finding("process", True, f"no bot runs here; {host}:{port} is free for it")]
    except OSError as error:
        return [Finding("process", False, f"{host}:{port} cannot be listened on ({error.strerror}): set HTTP_PORT")]


async def _telegram(settings: Settings) -> list[Finding]:
    try:
        async with connect(settings.bot_token.reveal(), settings.telegram_api_url) as telegram:
            name = Finding("token", True, f"@{telegram.username}")
            try:
                found = await checkup(telegram, lambda: datetime.now(UTC))
            except GatewayError as problem:
                return [name, Finding("updates", False, str(problem))]
    except GatewayError as problem:
        return [Finding("token", False, str(problem))]
    return [name, inline(telegram.inline), clock(found), updates(found, settings.webhook_url, datetime.now(UTC))]


def inline(on: bool) -> Finding:
    if on:
        return Finding("inline mode", True, "on: readers send stories to other chats")
    how = "send /setinline to @BotFather and choose the bot; until then 📤 Share sends a link"
    return Finding("inline mode", True, f"off, so nobody can call the bot in other chats: {how}")


def clock(found: Checkup) -> Finding:
    seconds = round(abs(found.ahead.total_seconds()))
    if abs(found.ahead) <= SKEW:
        return Finding("clock", True, "agrees with Telegram's")
    way = "ahead of" if found.ahead > timedelta(0) else "behind"
    return Finding("clock", False, f"{seconds} s {way} Telegram's: let the machine keep its time by NTP")


def updates(found: Checkup, ours: str, now: datetime) -> Finding:
    """Where Telegram brings them. Of addresses only the host is shown: a path may be a secret."""
    host, waiting = urlsplit(found.webhook_url).hostname, f"{found.pending} wait"
    if found.webhook_url and found.webhook_url != ours:
        then = "the next start takes them back; if another program is to have them, give it a token of its own"
        return Finding("updates", False, f"a webhook at {host} gets them: {then}")
    if not ours:
        return Finding("updates", True, f"fetched by polling; {waiting}")
    if not found.webhook_url:
        return Finding("updates", True, f"the next start sets the webhook; {waiting}")
    if found.last_error and found.last_error_at and now - found.last_error_at < LATELY:
        look = "look at the proxy, its certificate and WEBHOOK_SECRET"
        return Finding("updates", False, f"Telegram could not bring one ({found.last_error[:200]}): {look}; {waiting}")
    return Finding("updates", True, f"brought to {host}; {waiting}")


async def _sources(settings: Settings) -> list[Finding]:
    async with Fetcher(allow_private=settings.fetch_allow_private) as fetcher, Parsers() as parsers:
        turns = asyncio.Semaphore(AT_ONCE)
        looked = (_source(fetcher, parsers, source, turns) for source in await _read_now(settings))
        return list(await asyncio.gather(*looked))


async def _read_now(settings: Settings) -> list[Source]:
    """What the file says now, but for what editors paused, and what they added."""
    try:
        known = await sources_in(settings.database_url.reveal())
    except StoreUnavailable:
        known = []  # said of the database already
    paused = {one.source.id for one in known if one.state is State.PAUSED}
    listed = [one for one in catalogue.load(settings.sources_file) if one.id not in paused]
    return listed + [one.where_it_is for one in known if one.state is State.ON and not one.listed]


async def _source(fetcher: Fetcher, parsers: Parsers, source: Source, turns: asyncio.Semaphore) -> Finding:
    try:
        async with turns:
            result = await look(fetcher, parsers, source, LookState(), datetime.now(UTC))
    except ReadingError as problem:
        return Finding(f"source {source.id}", False, problem.reason)
    if result.top_failure:
        return Finding(f"source {source.id}", False, f"main news: {result.top_failure.reason}")
    return Finding(f"source {source.id}", True, f"{len(result.items)} articles in its feed")
