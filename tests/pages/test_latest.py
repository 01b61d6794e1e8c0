"""/latest remembers where the reader was."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.news.chats import ChatKind
from bot.store import Database
from bot.store.tables import article as table
from tests.pages.desk import Desk
from tests.store.samples import NATO, NOON, article, meet, take_in

READER = 5
HOUR = timedelta(hours=1)
SINCE = {
    "en": ["Since 15:00: 2 new", "Earlier", "Nothing new since 18:00"],
    "uk": ["З 15:00: 2 нові", "Раніше", "З 18:00 нічого нового"],
    "ru": ["С 15:00: 2 новые", "Ранее", "С 18:00 ничего нового"],
}


async def publish(desk: Desk, *numbers: int) -> None:
    async with desk.db.write() as tx:
        for number in numbers:
            at = desk.now + timedelta(seconds=number)
            stored = await take_in(tx, article(number, language=desk.language, tags_=[NATO], published_at=at))
            await tx.execute(table.update().where(table.c.id == stored.article_id).values(taken_in_at=at))


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
async def test_what_is_new_stands_above_a_line(db: Database, language: str) -> None:
    desk = Desk(db, READER, language=language, now=NOON - HOUR)
    await publish(desk, 1, 2)
    desk.now = NOON
    await desk.says("/latest")
    assert "15:00" not in desk.text
    desk.now = NOON + HOUR
    await publish(desk, 3, 4)
    desk.now += 2 * HOUR
    await desk.says("/latest")
    since, earlier, nothing = SINCE[language]
    blocks = desk.text.split("\n\n")
    assert blocks[0].endswith(f"</b>\n{since}")
    assert blocks[3] == f"<b>{earlier}</b>"
    assert [block[:2] for block in (*blocks[1:3], *blocks[4:])] == ["1.", "2.", "3.", "4."]
    await desk.says("/latest")  # at once again: the same
    assert desk.text.split("\n\n") == blocks
    desk.now += 2 * HOUR
    await desk.says("/latest")
    assert nothing in desk.text
    assert earlier not in desk.text


async def test_pages_are_stable_and_opening_a_card_is_no_look(db: Database) -> None:
    desk = Desk(db, READER, now=NOON - HOUR)
    await publish(desk, *range(10))
    desk.now = NOON
    await desk.says("/latest")
    desk.now += HOUR
    await publish(desk, *range(10, 20))
    desk.now += HOUR
    await desk.says("/latest")
    first = desk.text
    assert "Since 15:00: 10 new" in first
    assert "Earlier" not in first
    await publish(desk, 30)
    await desk.taps("Older")
    second = desk.text
    assert second.split("\n\n")[1].startswith("9. ")
    assert second.split("\n\n")[3] == "<b>Earlier</b>"
    await desk.taps("9")
    await desk.taps("‹ Back")
    assert desk.text == second
    await desk.taps("Older")
    assert desk.text.split("\n\n")[1].startswith("17. ")
    await desk.taps("Newer")
    await desk.taps("Newer")
    assert desk.text == first


async def test_of_topics_only_where_they_are_followed(db: Database) -> None:
    desk = Desk(db, READER, now=NOON - HOUR)
    await publish(desk, 1)
    for expected in (False, True):
        for _ in range(2):
            await desk.says("/nato")
            desk.now += HOUR
        assert ("Nothing new since" in desk.text) is expected
        await desk.says("/subscribe nato")


async def test_not_in_a_group(db: Database) -> None:
    async with db.write() as tx:
        await meet(tx, -7, kind=ChatKind.GROUP)
    desk = Desk(db, -7, kind=ChatKind.GROUP, now=NOON - HOUR)
    await publish(desk, 1)
    for _ in range(2):
        await desk.says("/latest")
        desk.now += HOUR
    assert "since" not in desk.text
