from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.desk import broadcast
from bot.desk.broadcast import EVERYONE
from bot.gateway import reports
from bot.gateway.connection import Telegram
from bot.gateway.pace import Pace
from bot.gateway.reports import Reports
from bot.gateway.sender import Sender
from bot.locales import load
from bot.news.alert import Alert
from bot.store import Database, drafts
from tests.gateway.server import Scripted, page, refuses, says
from tests.pages.desk import deliver, readers
from tests.store.samples import NOON

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])

EDITOR = 7
SHOWN = 55
WORDS = load()


@pytest.fixture
async def draft_id(db: Database) -> int:
    """Of a broadcast to ten chats that was just confirmed."""
    await readers(db, en=10)
    async with db.write() as tx:
        draft = await drafts.open_draft(tx, EDITOR, NOON, alert=Alert({"en": "Bridge"}), audience=EVERYONE)
        await broadcast.confirm(tx, draft, SHOWN, NOON)
    return draft.id


def started(db: Database, telegram: Telegram) -> Reports:
    """As by a process that has just come up."""
    return Reports(db, Sender(telegram, Pace(1000)), WORDS, "en", "Europe/Kyiv")


async def left(db: Database) -> list[drafts.Draft]:
    async with db.read() as tx:
        return await drafts.unreported(tx)


async def test_one_message_is_edited_and_seldom(
    db: Database, telegram: Telegram, server: Scripted, draft_id: int
) -> None:
    ours = started(db, telegram)
    await ours.show(NOON)
    assert not server.asked("editMessageText")
    await deliver(db, NOON, most=4)
    for _ in range(3):
        await ours.show(NOON)
    (edit,) = server.asked("editMessageText")
    assert edit["message_id"] == SHOWN
    assert "delivered: <b>4</b>" in edit["text"]
    assert "waiting: <b>6</b>" in edit["text"]
    assert "per second, about" in edit["text"]
    assert "⏸ Pause" in str(edit["reply_markup"])
    assert await left(db)


async def test_the_end_is_told_once_also_after_a_restart(
    db: Database, telegram: Telegram, server: Scripted, draft_id: int
) -> None:
    await started(db, telegram).show(NOON)
    await deliver(db, NOON + timedelta(seconds=20))
    for _ in range(2):
        await started(db, telegram).show(NOON)
    (edit,) = server.asked("editMessageText")
    assert "✅ Done" in edit["text"]
    assert "It took 20 seconds." in edit["text"]
    assert not await left(db)
    assert not server.asked("sendMessage")


async def test_the_end_of_a_long_one_rings(db: Database, telegram: Telegram, server: Scripted, draft_id: int) -> None:
    await deliver(db, NOON + timedelta(seconds=reports.LONG + 1))
    await started(db, telegram).show(NOON)
    assert len(server.asked("editMessageText")) == len(server.asked("sendMessage")) == 1


async def test_a_progress_message_that_is_gone_is_sent_anew(
    db: Database, telegram: Telegram, server: Scripted, draft_id: int
) -> None:
    server.script["editMessageText"].append(refuses(400, "Bad Request: message to edit not found"))
    server.script["sendMessage"].append(says({"message_id": 77}))
    ours = started(db, telegram)
    await ours.show(NOON)
    await deliver(db, NOON, most=4)
    await ours.show(NOON)
    assert [draft.message_id for draft in await left(db)] == [77]


async def test_what_telegram_did_not_take_is_tried_again(
    db: Database, telegram: Telegram, server: Scripted, draft_id: int
) -> None:
    server.script["editMessageText"].append(page(502))
    await deliver(db, NOON)
    await started(db, telegram).show(NOON)
    assert await left(db)
    await started(db, telegram).show(NOON)
    assert not await left(db)


async def test_an_editor_whom_telegram_holds_stops_no_other(
    db: Database, telegram: Telegram, server: Scripted, draft_id: int
) -> None:
    async with db.write() as tx:
        draft = await drafts.open_draft(tx, EDITOR + 1, NOON, alert=Alert({"en": "Tunnel"}), audience=EVERYONE)
        await broadcast.confirm(tx, draft, SHOWN, NOON)
    await deliver(db, NOON)
    pace = Pace(1000)
    pace.hold(EDITOR, 600)
    ours = Reports(db, Sender(telegram, pace), WORDS, "en", "Europe/Kyiv")
    async with asyncio.timeout(60):
        await ours.show(NOON)
    (edit,) = server.asked("editMessageText")
    assert edit["chat_id"] == EDITOR + 1
    assert [draft.editor_id for draft in await left(db)] == [EDITOR]
