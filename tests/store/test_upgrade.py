"""A database of the first version comes over whole: what was sent stays sent, what was owed is still delivered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import JSON, Connection, bindparam, select, text

from bot.news.alert import Alert
from bot.news.delivery import AnnouncementKind, DeliveryState, Sent, settle
from bot.store import Database, announcements, articles, fanning, migrate, open_database, outbox, settling, tags
from bot.store.tables import announcement, chat, delivery
from bot.store.tables.columns import Moment
from tests.store.samples import meet
from tests.store.schemas import of_revision

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
LONG_AGO = NOON - timedelta(days=9)
DONE, RUNNING, FANNING, ALERT = 1, 2, 3, 4
STATES = ("due", "started", "sent", "folded", "expired", "cancelled", "skipped", "gone", "refused")
TAG_ONE: dict[str, Any] = {"tag_ids": [1], "levels": ["breaking", "all"]}
EVERYONE: dict[str, Any] = {"tag_ids": None, "levels": []}


def _fill(connection: Connection) -> None:
    _insert(connection, "story", id=1, created_at=LONG_AGO, breaking_at=NOON, breaking_reason="top")
    _insert(connection, "story", id=2, created_at=NOON)
    for story_id in (1, 2):
        url = f"https://news.example/{story_id}"
        words = {"source_id": "s", "source_name": "S", "language": "en", "summary": "", "print": ""}
        lists: dict[str, Any] = {"sections": [], "authors": [], "labels": [], "terms": []}
        times = {"published_at": NOON, "taken_in_at": NOON}
        _insert(connection, "article", story_id=story_id, url=url, title=f"Story {story_id}", **words, **lists, **times)
    _insert(connection, "tag", slug="nato", command="nato")
    _insert(connection, "tag_name", tag_id=1, language="en", name="NATO")
    for number in range(1, len(STATES) + 2):
        known = {"kind": "private", "title": "", "language": "uk", "language_chosen": True, "time_zone": "Europe/Kyiv"}
        _insert(connection, "chat", id=number * 100, state="active", created_at=LONG_AGO, **known)
        follows = {"thread_id": 0, "tag_id": 1, "level": "all", "created_at": LONG_AGO}
        _insert(connection, "subscription", chat_number=number, **follows)
    _announcements(connection)
    _insert(connection, "draft", editor_id=7, state="sent", html="<b>Storm</b>", announcement_id=ALERT, reported=False)
    _insert(connection, "draft", editor_id=8, state="choosing", html="Not yet", reported=False)
    # The newest chat was merged into another: nobody may get its number.
    last = len(STATES) + 1
    connection.execute(text(f"DELETE FROM subscription WHERE chat_number = {last}"))
    connection.execute(text(f"DELETE FROM chat WHERE number = {last}"))


def _announcements(connection: Connection) -> None:
    every = {"high_water": 99, "audience": TAG_ONE}
    news = {"html": "", **every}
    expired = LONG_AGO + timedelta(hours=6)
    _told(connection, kind="breaking", lane=1, story_id=1, state="ready", cursor=99, at=LONG_AGO, ends=expired, **news)
    _told(connection, kind="headline", lane=3, story_id=2, state="ready", cursor=99, at=NOON, ends=None, **news)
    _told(connection, kind="breaking", lane=1, story_id=2, state="fanning", cursor=2, at=NOON, ends=None, **news)
    said = {"html": "<b>Storm</b> & rain", "high_water": 99, "audience": EVERYONE, "author_id": 7}
    _told(connection, kind="alert", lane=1, state="ready", cursor=99, at=NOON, ends=None, **said)
    for number, state in enumerate(STATES, start=1):
        _owed(connection, DONE, number, "sent", story_id=1)
        _owed(connection, RUNNING, number, state, story_id=2)
        _owed(connection, ALERT, number, state)


def _told(connection: Connection, *, at: datetime, ends: datetime | None, **fields: Any) -> None:
    _insert(connection, "announcement", created_at=at, expires_at=ends, **fields)


def _owed(connection: Connection, announcement_id: int, number: int, state: str, **fields: Any) -> None:
    started = {"owner": "gone", "started_at": NOON, "lease_until": NOON} if state == "started" else {}
    sent = {"message_id": number} if state == "sent" else {}
    settled = {} if state in ("due", "started") else {"settled_at": NOON, "reason": f"because {state}"}
    every = {"thread_id": 0, "lane": 1, "due_at": NOON, "attempts": 1, "ambiguous": int(state == "skipped")}
    owed = {"announcement_id": announcement_id, "chat_number": number, "state": state}
    _insert(connection, "delivery", **owed, **every, **fields, **started, **sent, **settled)


def _insert(connection: Connection, table: str, **fields: Any) -> None:
    if table == "draft":
        fields["created_at"] = NOON
    types = {name: Moment() if isinstance(value, datetime) else JSON() for name, value in fields.items()}
    plain = {name for name, value in fields.items() if not isinstance(value, datetime | dict | list)}
    binds = [bindparam(n, v) if n in plain else bindparam(n, v, types[n]) for n, v in fields.items()]
    columns, values = ", ".join(fields), ", ".join(f":{name}" for name in fields)
    connection.execute(text(f"INSERT INTO {table} ({columns}) VALUES ({values})").bindparams(*binds))


@pytest.fixture
async def upgraded(empty_url: str) -> str:
    await of_revision(empty_url, "0001", _fill)
    await migrate(empty_url)
    return empty_url


async def outcomes(db: Database, announcement_id: int) -> dict[DeliveryState, int]:
    async with db.read() as tx:
        return await announcements.outcomes(tx, announcement_id)


async def test_texts_states_and_counts_come_over(upgraded: str) -> None:
    async with open_database(upgraded) as db:
        for told in (RUNNING, ALERT):
            counted = await outcomes(db, told)
            # "started" has not ended, and counts as due.
            assert counted == {DeliveryState(state): 1 for state in STATES if state != "started"} | {
                DeliveryState.DUE: 2
            }
        assert await outcomes(db, DONE) == {DeliveryState.SENT: len(STATES)}
        assert await outcomes(db, FANNING) == {}
        async with db.read() as tx:
            rows = (await tx.execute(select(delivery).order_by(delivery.c.id))).all()
            assert len(rows) == 3 * len(STATES)
            assert {row.reason for row in rows if row.state == "refused"} == {"because refused"}
            assert {(row.message_id, row.chat_number) for row in rows if row.state == "sent"} >= {(3, 3)}
            told_rows = (await tx.execute(select(announcement).order_by(announcement.c.id))).all()
            assert [row.state for row in told_rows] == ["done", "open", "open", "open"]
            assert told_rows[0].done_at == NOON
            assert [row.fanned for row in told_rows] == [True, True, False, True]
            assert [row.opens_at for row in told_rows] == [LONG_AGO, NOON, NOON, NOON]
            edition = await articles.edition(tx, 1, "en")
            assert edition
            assert (edition.title, edition.breaking, edition.retracted) == ("Story 1", True, False)
            assert (await tx.execute(select(chat.c.alerts).distinct())).scalars().all() == [True]
            assert await tags.by_spelling(tx, "nato", "en")


async def test_what_was_owed_is_delivered_once(upgraded: str) -> None:
    """With the new version's first start: old claims are void, the fan-out goes on, texts are kept."""
    async with open_database(upgraded) as db:
        assert await settling.recover(db, owner="new", now=NOON) == 2
        async with db.write() as tx:
            await announcements.tend(tx, NOON)
        async with db.read() as tx:
            assert await fanning.unfanned(tx) == [FANNING]
        await fanning.fan_out(db, FANNING)
        claimed = await outbox.claim(db, owner="new", most=99, now=NOON)
        alerts = [one for one in claimed if one.announcement.kind is AnnouncementKind.ALERT]
        assert [one.announcement.alert for one in alerts] == [Alert({"": "<b>Storm</b> & rain"})] * 2
        assert sorted(one.chat_number for one in alerts) == [1, 2]
        news = sorted((one.announcement.id, one.chat_number) for one in claimed if one not in alerts)
        # The cursor of the breaking news has passed chats 1 and 2, so the headline keeps them; of the others, those to
        # whom the headline was refused, cancelled or too late get breaking news now.
        assert news == [(RUNNING, 1), (RUNNING, 2), (FANNING, 5), (FANNING, 6), (FANNING, 9)]
        await settling.settle(db, "new", [settle(one, Sent(1), NOON) for one in claimed], NOON)
        async with db.write() as tx:
            await announcements.tend(tx, NOON)
            states = (await tx.execute(select(announcement.c.state))).scalars().all()
        assert states == ["done"] * 4


async def test_numbers_are_not_used_again(upgraded: str) -> None:
    async with open_database(upgraded) as db, db.write() as tx:
        assert (await meet(tx, 12345)).number == len(STATES) + 2
        newest = (await tx.execute(select(delivery.c.id).order_by(delivery.c.id.desc()).limit(1))).scalar_one()
        assert newest == 3 * len(STATES)
