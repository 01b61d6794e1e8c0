"""Editors learn once what was stopped, although Telegram is away or the process ends in between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.desk.broadcast import EVERYONE
from bot.desk.notices import Notices
from bot.locales import load
from bot.news.alert import Alert
from bot.news.article import Source
from bot.news.delivery import AnnouncementKind, Gone, Later, Outcome, Refused, Sent, Unknown
from bot.news.trouble import PATIENCE, Trouble
from bot.store import Database, announcements, looks, sources
from bot.store.sources import State
from bot.views.desk import Amend, Amendment, OpenSource
from bot.views.reply import Reply
from tests.store.samples import NOON, article, meet, take_in

WORDS = load()
REASON = "Bad Request: can't parse entities"


@dataclass
class Line:
    """What Telegram says to each notice, by editor; "sent" when nothing is left to say."""

    outcomes: dict[int, list[Outcome]] = field(default_factory=dict)
    said: list[tuple[int, str]] = field(default_factory=list)
    offered: list[object] = field(default_factory=list)
    """What the last notice's buttons do."""

    async def say(self, editor_id: int, reply: Reply) -> Outcome:
        waiting = self.outcomes.get(editor_id, [])
        outcome = waiting.pop(0) if waiting else Sent(1)
        if isinstance(outcome, Sent):
            self.said.append((editor_id, str(reply.text)))
            self.offered = [button.act for row in reply.buttons for button in row]
        return outcome

    def told(self) -> list[int]:
        return [editor_id for editor_id, _ in self.said]


@pytest.fixture
def line() -> Line:
    return Line()


def notices(db: Database, line: Line, editors: Sequence[int] = (1, 2)) -> Notices:
    return Notices(db, editors, WORDS, "en", "Europe/Kyiv", line.say)


async def stop(db: Database, *, story: bool = False) -> None:
    async with db.write() as tx:
        await meet(tx, 1, language="uk")
        story_id = (await take_in(tx, article(1))).story_id if story else None
        sent = await announcements.announce(
            tx,
            kind=AnnouncementKind.BREAKING if story else AnnouncementKind.ALERT,
            audience=EVERYONE,
            story_id=story_id,
            alert=None if story else Alert({"": "<b>Storm</b> warning"}),
            now=NOON,
        )
        assert await announcements.quarantine(tx, sent, REASON)


async def test_every_editor_is_told_once_in_their_language(db: Database, line: Line) -> None:
    await notices(db, line).tell(NOON)
    assert line.said == []
    await stop(db)
    for _turn in range(3):
        await notices(db, line).tell(NOON)
    assert line.told() == [1, 2]
    (_, ukrainian), (_, english) = line.said
    assert "Розсилку зупинено" in ukrainian
    for words in ("A broadcast was stopped", "Storm warning", "can&#39;t parse entities", "/broadcast"):
        assert words in english


async def test_of_a_story_its_headline_and_where_to_look(db: Database, line: Line) -> None:
    await stop(db, story=True)
    await notices(db, line, [2]).tell(NOON)
    ((_, text),) = line.said
    assert "Bridge 1 opens (en)" in text
    assert "/why 1" in text


@pytest.mark.parametrize("away", [Later(5), Unknown("timed out")])
async def test_who_was_told_is_not_told_again_while_telegram_is_away_for_another(
    db: Database, line: Line, away: Outcome
) -> None:
    await stop(db)
    line.outcomes = {2: [away, away]}
    for _turn in range(4):
        await notices(db, line).tell(NOON)
    assert line.told() == [1, 2]
    async with db.read() as tx:
        assert await announcements.unreported(tx) == []


@pytest.mark.parametrize("never", [Gone("blocked"), Refused("Bad Request: chat not found")])
async def test_an_editor_who_cannot_be_told_holds_up_nobody(db: Database, line: Line, never: Outcome) -> None:
    await stop(db)
    line.outcomes = {1: [never]}
    for _turn in range(2):
        await notices(db, line).tell(NOON)
    assert line.told() == [2]
    async with db.read() as tx:
        assert await announcements.unreported(tx) == []


@pytest.mark.parametrize("story", [False, True])
@pytest.mark.parametrize("kind", [AnnouncementKind.RETRACTION, AnnouncementKind.RECALL])
async def test_of_what_takes_back_something_that_and_how_to_do_it_again(
    db: Database, line: Line, kind: AnnouncementKind, story: bool
) -> None:
    async with db.write() as tx:
        story_id = (await take_in(tx, article(1))).story_id if story else None
        alert = Alert({"": "Storm"})
        of_id = None
        if not story:
            of_id = await announcements.announce(
                tx, kind=AnnouncementKind.ALERT, audience=EVERYONE, alert=alert, now=NOON
            )
        sent = await announcements.announce(tx, kind=kind, story_id=story_id, of_id=of_id, alert=Alert(), now=NOON)
        assert await announcements.quarantine(tx, sent, REASON)
    await notices(db, line, [2]).tell(NOON)
    ((_, text),) = line.said
    assert ("Bridge 1 opens (en)" if story else "Storm") in text
    assert "in the lists" not in text
    assert "/broadcast" not in text
    assert line.offered == [Amend(Amendment.RETRACT, story_id or 0, of_id or 0)]


HERALD = Source("herald", "The Herald", "en", "https://herald.example/rss")
POST = Source("post", "Пошта", "uk", "https://post.example/rss")


async def fail(db: Database, *failing: Source, failures: int = PATIENCE, trouble: Trouble = Trouble.AWAY) -> None:
    async with db.write() as tx:
        await sources.take_list(tx, [HERALD, POST], NOON)
    await looks.claim(db, "p", [one.id for one in failing], NOON, most=9, most_new=9)
    async with db.write() as tx:
        for one in failing:
            seen: dict[str, Any] = {"trouble": trouble, "failures": failures, "now": NOON}
            await looks.failed(tx, one.id, "p", next_look=NOON, **seen)


async def test_editors_are_told_once_which_sources_cannot_be_read(db: Database, line: Line) -> None:
    async with db.write() as tx:
        await meet(tx, 1, language="uk")
    await fail(db, HERALD, failures=PATIENCE - 1)
    await notices(db, line).tell(NOON)
    assert line.said == []
    await fail(db, HERALD, POST)
    for _turn in range(3):
        await notices(db, line).tell(NOON)
    assert line.told() == [1, 2]
    (_, ukrainian), (_, english) = line.said
    for words in ("2 джерела не вдається прочитати", "The Herald", "Пошта", "сайт не відповідає"):
        assert words in ukrainian
    assert "2 sources cannot be read" in english
    assert "the site does not answer" in english


async def test_a_feed_that_hangs_is_told_of_at_once_and_a_paused_one_never(db: Database, line: Line) -> None:
    await fail(db, HERALD, failures=1, trouble=Trouble.HANGS)
    async with db.write() as tx:
        [one, _] = await sources.known(tx)
        assert await sources.turn(tx, one.number, to=State.PAUSED, was=[State.ON])
    await notices(db, line).tell(NOON)
    assert line.said == []
    async with db.write() as tx:
        assert await sources.turn(tx, one.number, to=State.ON, was=[State.PAUSED])
    await notices(db, line).tell(NOON)
    assert line.told() == [1, 2]
    assert "could not be read through in time" in line.said[1][1]
    assert line.offered == [OpenSource(one.number)]


async def test_who_could_not_be_told_is_told_later_and_a_new_failure_again(db: Database, line: Line) -> None:
    line.outcomes = {1: [Later(1.0)], 2: [Refused("blocked")]}
    await fail(db, HERALD)
    await notices(db, line).tell(NOON)
    await notices(db, line).tell(NOON)
    assert line.told() == [1]
    await looks.claim(db, "p", [HERALD.id], NOON, most=9, most_new=9)
    async with db.write() as tx:
        await looks.looked(tx, HERALD.id, "p", next_look=NOON, now=NOON)
    await notices(db, line).tell(NOON)
    await fail(db, HERALD)
    await notices(db, line).tell(NOON)
    assert line.told() == [1, 1, 2]
