"""Stories that live on after they were told: they break, change, go on, and are taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from bot.desk.announce import FRESH, SETTLES, announce_breaking, announce_headline, announce_update
from bot.news.article import Article, Enriched, Link, Paragraph, Section, SectionKind
from bot.news.chats import Level
from bot.news.delivery import AnnouncementKind, Delivery, DeliveryState, Sent, settle
from bot.news.story import BreakingReason
from bot.store import (
    Database,
    Stored,
    Transaction,
    announcements,
    articles,
    chats,
    fanning,
    outbox,
    settling,
    stories,
    tags,
)
from tests.store.samples import NATO, NOON, article, enriched, follower, take_in

BREAKING, HEADLINE, UPDATE = AnnouncementKind.BREAKING, AnnouncementKind.HEADLINE, AnnouncementKind.UPDATE
SETTLED = NOON + SETTLES


@dataclass
class Desk:
    db: Database
    messages: int = 0
    told: list[tuple[int, AnnouncementKind, int]] = field(default_factory=list)
    """Chat, kind, and the message that was answered or edited (0: none)."""

    async def story(self, number: int, *, links: Sequence[str] = (), related: Sequence[str] = ()) -> int:
        text = Paragraph("Earlier, a bridge opened.", links=tuple(Link(url, "a bridge opened") for url in links))
        told = Enriched("The bridge is open.", (Section(SectionKind.BACKGROUND, "", (text,)),), ())
        new = article(number, tags_=[NATO])
        async with self.db.write() as tx:
            ids = await tags.learn(tx, new.tags, new.language)
            stored = await articles.add(tx, new, told, source_name="S", story_id=None, tag_ids=ids, print_="", now=NOON)
            known = await articles.find(tx, related)
            await articles.link(
                tx, stored.article_id, earlier=[], related=[], given=[one.story_id for one in known.values()]
            )
        return stored.story_id

    async def readers(self, levels: dict[int, Level]) -> None:
        async with self.db.write() as tx:
            (nato,) = await tags.learn(tx, [NATO], "en")
            for chat_id, level in levels.items():
                await follower(tx, chat_id, nato, level)

    async def breaks(self, story_id: int, now: datetime = NOON) -> int | None:
        async with self.db.write() as tx:
            return await announce_breaking(tx, story_id, BreakingReason.TOP, now)

    async def headlines(self, story_id: int, now: datetime = NOON) -> int | None:
        async with self.db.write() as tx:
            return await announce_headline(tx, story_id, now)

    async def changes(self, story_id: int, now: datetime, *, edition: str = "") -> int | None:
        async with self.db.write() as tx:
            return await announce_update(tx, story_id, now, edition=edition)

    async def prepare(self, now: datetime) -> None:
        async with self.db.write() as tx:
            await announcements.tend(tx, now)
        async with self.db.read() as tx:
            waiting, ending = await fanning.unfanned(tx), await settling.ending(tx)
        for one in ending:
            await settling.end_next(self.db, one, now)
        for one in waiting:
            await fanning.fan_out(self.db, one)

    async def claim(self, now: datetime, most: int = 99) -> list[Delivery]:
        return await outbox.claim(self.db, owner="t", most=most, now=now)

    async def arrive(self, claimed: list[Delivery], now: datetime) -> None:
        settled = []
        for one in claimed:
            self.messages += 1
            above = one.target.message_ids[0] if one.target and one.target.message_ids else 0
            self.told.append((one.chat_id, one.announcement.kind, above))
            settled.append(settle(one, Sent(self.messages), now))
        await settling.settle(self.db, "t", settled, now)

    async def delivers(self, now: datetime) -> list[tuple[int, AnnouncementKind, int]]:
        """What is told now."""
        self.told.clear()
        await self.prepare(now)
        await self.arrive(await self.claim(now), now)
        return sorted(self.told)


@pytest.fixture
def desk(db: Database) -> Desk:
    return Desk(db)


def url(number: int) -> str:
    return article(number).url


async def test_a_headline_that_breaks_later_is_breaking_for_everyone(desk: Desk) -> None:
    """Sent cards are edited, waiting ones are promoted, and those who want breaking news only are told now."""
    await desk.readers({1: Level.ALL, 2: Level.ALL, 3: Level.BREAKING})
    story_id = await desk.story(1)
    headline = await desk.headlines(story_id)
    assert headline
    await desk.prepare(NOON)
    await desk.arrive(await desk.claim(NOON, most=1), NOON)  # chat 1 has it; chat 2 still waits
    breaking = await desk.breaks(story_id, NOON)
    assert breaking
    assert await desk.delivers(NOON) == [(2, BREAKING, 0), (3, BREAKING, 0)]
    assert (1, UPDATE, 1) in await desk.delivers(SETTLED)
    async with desk.db.write() as tx:
        assert await announcements.outcomes(tx, headline) == {DeliveryState.SENT: 1}
        assert await announcements.outcomes(tx, breaking) == {DeliveryState.SENT: 2}
        edition = await articles.edition(tx, story_id, "en")
        assert edition
        assert edition.breaking


async def test_a_story_that_breaks_at_once_edits_nothing(desk: Desk) -> None:
    await desk.readers({1: Level.BREAKING})
    assert await desk.breaks(await desk.story(1))
    assert await desk.delivers(NOON) == [(1, BREAKING, 0)]
    assert await desk.delivers(SETTLED) == []


async def test_of_changes_in_a_row_the_last_one_edits(desk: Desk) -> None:
    await desk.readers({1: Level.BREAKING})
    story_id = await desk.story(1)
    await desk.breaks(story_id)
    await desk.delivers(NOON)
    first, second = await desk.changes(story_id, NOON), await desk.changes(story_id, NOON)
    assert first
    assert second
    assert await desk.delivers(NOON) == []
    assert await desk.delivers(SETTLED) == [(1, UPDATE, 1)]
    async with desk.db.read() as tx:
        assert await announcements.outcomes(tx, first) == {}
        assert await announcements.finished(tx, first)


async def test_a_change_of_one_edition_edits_only_the_cards_that_show_it(desk: Desk) -> None:
    await desk.readers({1: Level.BREAKING, 2: Level.BREAKING, 3: Level.BREAKING})
    async with desk.db.write() as tx:
        for chat_id, language in ((2, "uk"), (3, "ru")):
            chat = await chats.get(tx, chat_id)
            assert chat
            await chats.choose_language(tx, chat.number, language)
    story_id = await desk.story(1)
    async with desk.db.write() as tx:
        await take_in(tx, article(2, language="uk"), story_id=story_id)
    await desk.breaks(story_id)
    await desk.delivers(NOON)
    assert await desk.changes(story_id, NOON, edition="uk")
    assert [chat_id for chat_id, _, _ in await desk.delivers(SETTLED)] == [2]
    assert await desk.changes(story_id, SETTLED, edition="uk")
    assert await desk.changes(story_id, SETTLED, edition="en")  # also what Russian is shown; takes the other's with it
    assert [chat_id for chat_id, _, _ in await desk.delivers(SETTLED + SETTLES)] == [1, 2, 3]


async def test_a_change_reaches_what_was_on_its_way(desk: Desk) -> None:
    """A request that left with the old headline is edited when it has arrived; what has not left needs no edit."""
    await desk.readers({1: Level.BREAKING, 2: Level.BREAKING})
    story_id = await desk.story(1)
    await desk.breaks(story_id)
    await desk.prepare(NOON)
    flying = await desk.claim(NOON, most=1)
    assert await desk.changes(story_id, NOON)
    await desk.prepare(SETTLED)
    await desk.arrive(flying, SETTLED)
    assert await desk.delivers(SETTLED) == [(1, UPDATE, 1), (2, BREAKING, 0)]


async def test_what_was_told_long_ago_is_not_edited(desk: Desk) -> None:
    await desk.readers({1: Level.BREAKING})
    story_id = await desk.story(1)
    assert await desk.changes(story_id, NOON) is None  # nobody has it
    await desk.breaks(story_id)
    await desk.delivers(NOON)
    assert await desk.changes(story_id, NOON + timedelta(hours=23))
    assert await desk.changes(story_id, NOON + timedelta(hours=25)) is None


async def test_a_later_development_stands_under_the_first_push(desk: Desk) -> None:
    await desk.readers({1: Level.BREAKING})
    await desk.breaks(await desk.story(1))
    await desk.delivers(NOON)
    await desk.readers({2: Level.BREAKING})  # did not get the first
    later = NOON + timedelta(hours=5)
    await desk.breaks(await desk.story(2, links=[url(1)]), later)
    assert await desk.delivers(later) == [(1, BREAKING, 1), (2, BREAKING, 0)]


async def test_it_stands_under_the_newest_push_that_it_links_to(desk: Desk) -> None:
    """Links beside the text count as those within; stories that were never pushed, or were taken back, do not."""
    await desk.readers({1: Level.ALL})
    first, second = await desk.story(1), await desk.story(2)
    await desk.story(3)
    await desk.headlines(first)
    await desk.breaks(second)
    await desk.delivers(NOON)
    assert sorted(desk.told) == [(1, BREAKING, 0), (1, HEADLINE, 0)]
    everything = [url(1), url(2), url(3), "https://elsewhere.example/"]
    await desk.headlines(await desk.story(4, links=everything[:1], related=everything[1:]))
    ((_, _, above),) = await desk.delivers(NOON)
    assert above == 1  # breaking news went first, so the newest push is message 1
    async with desk.db.write() as tx:
        await stories.retract(tx, second, NOON)
    await desk.headlines(await desk.story(5, links=everything))
    assert await desk.delivers(NOON) == [(1, HEADLINE, 2)]


async def test_after_a_day_a_development_stands_alone(desk: Desk) -> None:
    await desk.readers({1: Level.BREAKING})
    await desk.breaks(await desk.story(1))
    await desk.delivers(NOON)
    later = NOON + timedelta(hours=25)
    await desk.breaks(await desk.story(2, links=[url(1)]), later)
    assert await desk.delivers(later) == [(1, BREAKING, 0)]


async def test_a_retracted_story_is_never_announced_or_edited(desk: Desk) -> None:
    await desk.readers({1: Level.ALL})
    story_id = await desk.story(1)
    await desk.headlines(story_id)
    await desk.delivers(NOON)
    async with desk.db.write() as tx:
        assert await stories.retract(tx, story_id, NOON)
        assert not await stories.retract(tx, story_id, NOON)
    assert await desk.changes(story_id, NOON) is None
    assert await desk.breaks(story_id) is None
    assert await desk.headlines(story_id) is None
    async with desk.db.read() as tx:
        assert await stories.breaking_at(tx, story_id) is None
    assert await desk.delivers(SETTLED + FRESH) == []


async def test_a_retracted_story_leaves_lists_and_other_cards(db: Database) -> None:
    async def listed(tx: Transaction) -> set[int]:
        every = await articles.latest(tx, "en")
        return {line.story_id for line in every.headlines}

    async with db.write() as tx:
        first = await take_in(tx, article(1, tags_=[NATO]), "bridge")
        second = await take_in(tx, article(2, tags_=[NATO]), "bridge")
        await articles.link(tx, second.article_id, earlier=[first.story_id], related=[], given=[first.story_id])
        before = await articles.edition(tx, second.story_id, "en")
        assert before
        assert [line.story_id for line in before.earlier] == [first.story_id]
        assert before.archive == ()  # a story stands once on a card
        await stories.retract(tx, first.story_id, NOON)
        assert await listed(tx) == {second.story_id}
        edition = await articles.edition(tx, second.story_id, "en")
        assert edition
        assert (edition.earlier, edition.archive) == ((), ())
        found = await articles.candidates(tx, ["bridge"], language="en", before=NOON + timedelta(days=1))
        assert [one.story_id for one in found] == [second.story_id]
        await _revise(tx, first, article(1, tags_=[NATO], title="Bridge 1 reopens"))
        assert await listed(tx) == {second.story_id}


async def _revise(tx: Transaction, stored: Stored, changed: Article) -> None:
    ids = await tags.learn(tx, changed.tags, changed.language)
    await articles.revise(tx, stored.article_id, changed, enriched("bridge"), tag_ids=ids, print_="2", now=NOON)


async def test_who_follows_everything_gets_breaking_news_whatever_its_topics(desk: Desk, db: Database) -> None:
    async with db.write() as tx:
        every = await tags.everything(tx, {"en": "everything"})
        assert every
        await follower(tx, 5, every, Level.ALL)
    await desk.breaks(await desk.story(1))
    assert [told[:2] for told in await desk.delivers(NOON)] == [(5, BREAKING)]
    chosen = await desk.story(2)
    async with db.write() as tx:
        (nato,) = await tags.learn(tx, [NATO], "en")
        await announce_breaking(tx, chosen, BreakingReason.EDITOR, NOON, tag_ids=(nato,))
    assert [told[:2] for told in await desk.delivers(NOON)] == [(5, BREAKING)]
