"""A source that cannot be read is seen in /sources: first of all, since when, why, and when it is tried again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.locales import load
from bot.news.article import Source
from bot.news.trouble import PATIENCE, Trouble
from bot.store import Database, looks, sources
from bot.views.desk import OpenSource, SourceAct, TurnSource
from tests.pages.desk import Desk
from tests.store.samples import NOON

HERALD = Source("herald", "The Herald", "en", "https://herald.example/rss")
POST = Source("post", "Post", "uk", "https://post.example/rss")
LATER = NOON + timedelta(hours=2)


@pytest.fixture
async def desk(db: Database) -> Desk:
    """Four hours after the Post was first not read, two before it is tried again."""
    async with db.write() as tx:
        await sources.take_list(tx, [HERALD, POST], NOON)
    await looks.claim(db, "p", [HERALD.id, POST.id], NOON, most=9, most_new=9)
    async with db.write() as tx:
        await looks.looked(tx, HERALD.id, "p", next_look=NOON, now=NOON)
        await looks.failed(
            tx, POST.id, "p", trouble=Trouble.REFUSED, failures=PATIENCE, next_look=LATER, now=NOON - timedelta(hours=4)
        )
    return Desk(db)


async def test_it_stands_first_and_says_why(desk: Desk) -> None:
    await desk.says("/sources")
    assert "⚠️ Post · uk: the site does not let programs in\n✅ The Herald · en" in desk.text
    await desk.taps("Post")
    for words in ("It cannot be read: the site does not let programs in.", "Since 11:00.", "Next try: 17:00."):
        assert words in desk.text


async def test_resuming_looks_at_once(desk: Desk) -> None:
    async with desk.db.read() as tx:
        number = next(one.number for one in await sources.known(tx) if one.parked)
    await desk.says("/sources")
    await desk.asks(TurnSource(number, SourceAct.PAUSE))
    await desk.asks(OpenSource(number))
    assert "Paused." in desk.text
    assert "cannot be read" not in desk.text
    await desk.asks(TurnSource(number, SourceAct.RESUME))
    assert [one.source_id for one in await looks.claim(desk.db, "p", [POST.id], NOON, most=1, most_new=1)] == [POST.id]


@pytest.mark.parametrize(
    ("language", "words"), [("uk", "сайт не пускає програми"), ("ru", "сайт не пускает программы")]
)
def test_in_every_language(language: str, words: str) -> None:
    assert load()[language].gettext("the site does not let programs in") == words
