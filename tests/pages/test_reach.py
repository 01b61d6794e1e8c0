"""Whom a draft reaches is counted beside whoever writes: a million chats take a second, and a writer is waited for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from markupsafe import Markup
from sqlalchemy import event

from bot.store import Database
from bot.views.desk import Amend, Amendment
from bot.views.intents import MakeBreaking
from bot.views.reply import Reply
from tests.pages.desk import EDITORS, PHOTO, Desk, deliver, readers
from tests.store.samples import NATO, article, follower, take_in

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])


@contextmanager
def written(db: Database) -> Iterator[list[str]]:
    """What the writing transactions ask of the database."""
    asked: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        asked.append(statement.lower())

    event.listen(db.writer.sync_engine, "before_cursor_execute", note)
    yield asked
    event.remove(db.writer.sync_engine, "before_cursor_execute", note)


async def test_nothing_is_counted_while_writing(db: Database) -> None:
    desk = Desk(db)
    await readers(db, en=2, uk=1)
    with written(db) as asked:
        await desk.says("/broadcast")
        await desk.says("Bridge")
        await desk.edits(desk.wrote, "Bridges")
        await desk.says(media=(PHOTO,))
        await desk.taps("👥 To")
        await desk.taps("English")
        await desk.taps("Done")
        for label in ("🕒 When", "At once", "🕒 When"):
            await desk.taps(label)
        await desk.says("18:30")
        await desk.taps("❔ If unsure")
        await desk.says("/broadcast")
        await desk.taps("Check")
        await desk.taps("✅ Schedule")
        assert "Scheduled" in desk.text
    assert any("insert into draft" in statement for statement in asked)
    assert not [statement for statement in asked if "count(" in statement]


async def test_nothing_is_counted_while_a_story_is_pushed(db: Database) -> None:
    desk = Desk(db, shown=[Reply(Markup("…"))])
    async with db.write() as tx:
        story_id = (await take_in(tx, article(tags_=[NATO]))).story_id
        await follower(tx, 1, 1)
    with written(db) as asked:
        await desk.asks(MakeBreaking(story_id))
        await desk.asks(MakeBreaking(story_id, sure=True))
    assert any("insert into announcement" in statement for statement in asked)
    assert not [statement for statement in asked if "count(" in statement]


async def test_nothing_is_counted_while_another_text_is_taken_over(db: Database) -> None:
    desk, other = Desk(db), Desk(db, max(EDITORS), shown=[Reply(Markup("…"))])
    await readers(db, en=2, uk=1)
    await desk.says("/broadcast")
    await desk.says("Bridge")
    await desk.taps("Check")
    await desk.taps("✅ Send")
    await deliver(db, desk.now)
    with written(db) as asked:
        for editor in (desk, other):
            await editor.asks(Amend(Amendment.EDIT, of_id=1))
            await editor.says(f"Tunnel {editor.id}")
            await editor.taps("Check")
        await other.taps("✅ Change it")
        await desk.taps("✅ Change it")
        assert "edited in the meantime" in desk.text
        for by in (Amendment.CORRECT, Amendment.DELETE):
            await desk.asks(Amend(by, of_id=1))
            await desk.taps("Discard and start again")
        await desk.asks(Amend(Amendment.RETRACT, of_id=1))
        await desk.taps("Strike it out")
    assert any("insert into draft" in statement for statement in asked)
    assert not [statement for statement in asked if "count(" in statement]
