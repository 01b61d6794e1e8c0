"""Nights of chats that follow NATO: pushes, claims and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.news.alert import Alert
from bot.news.audience import Audience
from bot.news.chats import Level
from bot.news.delivery import (
    AnnouncementKind,
    Delivery,
    DeliveryState,
    Outcome,
    settle,
)
from bot.news.quiet import Hours
from bot.store import (
    Database,
    Listing,
    announcements,
    fanning,
    outbox,
    preferences,
    settling,
    summaries,
    tags,
)
from tests.store.samples import NATO, NOON, article, follower, take_in

NIGHT = Hours(22, 8)
EVENING = NOON + timedelta(hours=9)
"""Midnight in Kyiv."""
MORNING = NOON + timedelta(hours=17)
FRESH = timedelta(hours=6)


async def resting(db: Database, count: int = 1, level: Level = Level.ALL) -> int:
    """So many followers of NATO that rest at night; the tag."""
    async with db.write() as tx:
        [nato] = await tags.learn(tx, [NATO], "en")
        for chat_id in range(1, count + 1):
            chat = await follower(tx, chat_id, nato, level)
            await preferences.rest(tx, chat.number, NIGHT, NOON)
    return nato


async def push(
    db: Database, number: int, tag_id: int, now: datetime, kind: AnnouncementKind = AnnouncementKind.BREAKING
) -> tuple[int, int]:
    """(announcement, story)."""
    async with db.write() as tx:
        story_id = (await take_in(tx, article(number, tags_=[NATO]))).story_id
    return await again(db, story_id, tag_id, now, kind), story_id


async def again(db: Database, story_id: int, tag_id: int, now: datetime, kind: AnnouncementKind) -> int:
    levels = (Level.ALL,) if kind is AnnouncementKind.HEADLINE else (Level.BREAKING, Level.ALL)
    audience = Audience((tag_id,), levels)
    async with db.write() as tx:
        told = await announcements.announce(
            tx, kind=kind, audience=audience, story_id=story_id, now=now, expires_at=now + FRESH
        )
    await fanning.fan_out(db, told)
    return told


async def claim(db: Database, now: datetime) -> list[Delivery]:
    return await outbox.claim(db, owner="a", most=99, now=now)


async def end(db: Database, outcome: Outcome, claimed: Sequence[Delivery], now: datetime) -> None:
    await settling.settle(db, "a", [settle(one, outcome, now) for one in claimed], now)


async def outcomes(db: Database, announcement_id: int) -> dict[DeliveryState, int]:
    async with db.read() as tx:
        return await announcements.outcomes(tx, announcement_id)


async def titles(db: Database, summary_id: int, now: datetime = MORNING) -> list[str]:
    async with db.read() as tx:
        return [line.title for line in (await summaries.of(tx, summary_id, "en", now)).headlines]


async def shown(db: Database, summary_id: int, now: datetime) -> Listing:
    async with db.read() as tx:
        return await summaries.of(tx, summary_id, "en", now)


async def the_summary(db: Database, now: datetime = MORNING) -> Delivery:
    [one] = await claim(db, now)
    assert one.announcement.kind is AnnouncementKind.SUMMARY
    return one


async def alert(db: Database, kind: AnnouncementKind = AnnouncementKind.ALERT, **of: int) -> int:
    audience = Audience(None) if kind is AnnouncementKind.ALERT else None
    async with db.write() as tx:
        told = await announcements.announce(
            tx,
            kind=kind,
            audience=audience,
            alert=Alert({"en": "Storm"}),
            now=EVENING,
            **of,  # type: ignore[arg-type]
        )
    await fanning.fan_out(db, told)
    return told
