"""What editors sent: how it stands, pausing and ending it, and its report."""

from __future__ import annotations

import csv
from collections.abc import AsyncGenerator
from dataclasses import replace
from io import StringIO

from bot.desk import broadcast
from bot.news.staff import Role
from bot.pages.ask import Ask, Page
from bot.store import Database, Transaction, broadcasts
from bot.store.broadcasts import Line
from bot.views import broadcast as view
from bot.views.desk import Act, GetReport, OpenBroadcast, Steer
from bot.views.reply import Answer, Document, Reply

_HARMFUL = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins with one of these is a formula to spreadsheets."""


async def open_broadcast(ask: Ask, intent: OpenBroadcast) -> Answer | Reply:
    async with ask.room.db.read() as tx:
        return replace(await shown(tx, ask, intent.announcement_id), fresh=intent.fresh)


async def steer(ask: Ask, intent: Steer) -> Answer | Reply:
    """A cancellation asks in a message of its own: the one that was tapped goes on showing the progress."""
    if intent.act is Act.KEEP:
        return view.kept(ask.words)
    async with ask.room.db.write() as tx:
        seen, told = await sight(tx, ask, intent.announcement_id), await broadcasts.get(tx, intent.announcement_id)
        if seen is None or told is None:
            return Answer(toast=view.too_late(ask.words), alert=True)
        if intent.act is Act.CANCEL and not intent.sure:
            return Answer(view.ask_cancel(seen, ask.words), fresh=True)
        done = await broadcast.steer(tx, ask.chat.id, told, intent.act, ask.now)
        if done and intent.act is Act.CANCEL:
            return view.cancelled(told.kind, ask.words)
        now = await shown(tx, ask, intent.announcement_id)
    return now if done else replace(now, toast=view.too_late(ask.words), alert=True)


async def get_report(ask: Ask, intent: GetReport) -> Answer:
    async with ask.room.db.read() as tx:
        seen = await sight(tx, ask, intent.announcement_id)
    if seen is None:
        return Answer(toast=view.too_late(ask.words), alert=True)
    lines = _csv(ask.room.db, intent.announcement_id)
    name = f"broadcast-{intent.announcement_id}.csv"
    return Answer(document=Document(name, lines, view.too_large(seen, ask.words)), fresh=True)


async def shown(tx: Transaction, ask: Ask, announcement_id: int) -> Answer:
    seen = await sight(tx, ask, announcement_id)
    if seen is None:
        return Answer(toast=view.too_late(ask.words), alert=True)
    return Answer(view.progress(seen, ask.words))


async def rewritten(tx: Transaction, ask: Ask, announcement_id: int) -> Answer:
    """For an edit of what waits for its time."""
    seen = await sight(tx, ask, announcement_id)
    if seen is None:
        return Answer(toast=view.too_late(ask.words), alert=True)
    return Answer(view.rewritten(seen, ask.words))


async def sight(tx: Transaction, ask: Ask, announcement_id: int) -> view.Sight | None:
    return await broadcast.sight(tx, announcement_id, ask.chat.language, ask.chat.time_zone, ask.now)


async def _csv(db: Database, announcement_id: int) -> AsyncGenerator[bytes, None]:
    """UTF-8 that spreadsheets recognise; no names of chats."""
    yield _rows([("chat_id", "kind", "language", "state", "reason", "attempts", "sent_at")]).encode("utf-8-sig")
    async for lines in broadcasts.lines(db, announcement_id):
        yield _rows([_cells(line) for line in lines]).encode()


def _cells(line: Line) -> tuple[str, ...]:
    sent_at = line.sent_at.isoformat(timespec="seconds") if line.sent_at else ""
    words = (line.kind, line.language, line.state, line.reason)
    # A group's id begins with a minus, but is a number to every spreadsheet.
    return (
        "" if line.chat_id is None else str(line.chat_id),
        *(_harmless(word) for word in words),
        str(line.attempts),
        sent_at,
    )


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_HARMFUL) else cell


def _rows(rows: list[tuple[str, ...]]) -> str:
    written = StringIO(newline="")
    csv.writer(written).writerows(rows)
    return written.getvalue()


PAGE = Page(
    answers={
        OpenBroadcast: open_broadcast,
        Steer: steer,
        GetReport: get_report,
    },
    commands={},
    needs={OpenBroadcast: Role.ANALYST, Steer: Role.EDITOR, GetReport: Role.ANALYST},
)
