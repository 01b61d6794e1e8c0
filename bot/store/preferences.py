"""What a chat sets for itself: `/settings` and `/mute`."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from bot.news.chats import Detail, Sound
from bot.news.digest import Digest, next_digest
from bot.news.quiet import Hours
from bot.store import quiet
from bot.store.database import Transaction
from bot.store.tables import chat, subscription

FIRST = timedelta(days=1)
"""How far a first digest reaches back."""


async def choose_zone(tx: Transaction, number: int, zone: str, now: datetime) -> None:
    """`zone`: an IANA name that there is."""
    await _choose(tx, number, time_zone=zone)
    known = (await tx.execute(select(chat).where(chat.c.number == number))).one()
    if digest := quiet.digest_of(known):
        await _choose(tx, number, digest_at=next_digest(digest, zone, now))
    await quiet.judge_again(tx, number, now)


async def rest(tx: Transaction, number: int, hours: Hours | None, now: datetime) -> None:
    """The chat's quiet hours; None: it has none."""
    starts, ends = (hours.starts, hours.ends) if hours else (None, None)
    await _choose(tx, number, quiet_from=starts, quiet_to=ends)
    await quiet.judge_again(tx, number, now)


async def mute(tx: Transaction, number: int, until: datetime | None, now: datetime) -> None:
    """As in quiet hours, until then; None: no more."""
    await _choose(tx, number, muted_until=until)
    await quiet.judge_again(tx, number, now)


async def let_alerts_through(tx: Transaction, number: int, want: bool, now: datetime) -> None:
    """What editors have to say comes in quiet hours too."""
    await _choose(tx, number, alerts_through=want)
    await quiet.judge_again(tx, number, now)


async def let_through(tx: Transaction, number: int, tag_ids: Collection[int], want: bool) -> None:
    """Breaking news of these tags comes in quiet hours too."""
    theirs = subscription.c.chat_number == number, subscription.c.tag_id.in_(tag_ids)
    await tx.execute(update(subscription).where(*theirs).values(through=want))


async def gather(tx: Transaction, number: int, digest: Digest | None, now: datetime) -> None:
    """When the chat gets its digest; None: never. The first one tells of the day before, too."""
    known = (await tx.execute(select(chat).where(chat.c.number == number))).one()
    next_at = next_digest(digest, known.time_zone, now) if digest else None
    since = known.digest_since if known.digest_hour is not None else now - FIRST
    hour, weekdays = (digest.hour, digest.weekdays) if digest else (None, None)
    since = since if digest else None
    await _choose(tx, number, digest_hour=hour, digest_weekdays=weekdays, digest_at=next_at, digest_since=since)
    await quiet.judge_again(tx, number, now)


async def sound(tx: Transaction, number: int, tag_id: int, wanted: Sound) -> None:
    theirs = subscription.c.chat_number == number, subscription.c.tag_id == tag_id
    await tx.execute(update(subscription).where(*theirs).values(sound=None if wanted is Sound.ALL else wanted))


async def show(tx: Transaction, number: int, detail: Detail) -> None:
    await _choose(tx, number, detail=detail)


async def prefer(tx: Transaction, number: int, language: str) -> None:
    """The language whose edition of a story is shown first; "": the chat's own."""
    await _choose(tx, number, edition=language or None)


async def _choose(tx: Transaction, number: int, **fields: Any) -> None:
    await tx.execute(update(chat).where(chat.c.number == number).values(fields))
