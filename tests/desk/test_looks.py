"""Looks at a source, one after the other, at times that the test says; on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import format_datetime

import pytest

from bot.desk.intake import Intake
from bot.news.article import Article, Source
from bot.news.chats import ChatKind, Level
from bot.news.delivery import AnnouncementKind
from bot.news.story import Headline
from bot.news.trouble import PATIENCE, Trouble
from bot.sources import Item, LookResult, LookState, ParseFailed
from bot.store import Database, Transaction, articles, chats, fanning, looks, outbox, sources, subscriptions, tags
from tests.desk.looking import START, Clock, look_at
from tests.desk.publisher import Publisher

BROKEN = {
    "empty": b"",
    "HTML": b"<html><body>We are down for maintenance</body></html>",
    "cut, in another charset": b"<?xml version='1.0' encoding='utf-8'?><rss><channel><item><title>\xcd\xe5\xe2\xb3\xf0",
    "entities": b"<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><rss><channel>&b;</channel></rss>",
}


def minutes(number: int) -> datetime:
    return START + timedelta(minutes=number)


async def latest(db: Database) -> list[Headline]:
    async with db.read() as tx:
        return list((await articles.latest(tx, "en")).headlines)


async def titles(db: Database) -> list[str]:
    return [headline.title for headline in await latest(db)]


async def follow(tx: Transaction, level: Level) -> None:
    chat = await chats.meet(
        tx, chat_id=1, kind=ChatKind.PRIVATE, language="en", time_zone="UTC", title="", now=minutes(0)
    )
    tag = await tags.by_spelling(tx, "test", "en")
    assert tag
    await subscriptions.subscribe(tx, chat.number, tag.id, level, minutes(0))


async def told(db: Database) -> list[str]:
    """Titles of what dispatch would send, with what they are announced as."""
    async with db.read() as tx:
        unfanned = await fanning.unfanned(tx)
    for announcement_id in unfanned:
        await fanning.fan_out(db, announcement_id)
    claimed = await outbox.claim(db, owner="test", most=100, now=minutes(10_000))
    async with db.read() as tx:
        editions = [await articles.edition(tx, one.announcement.story_id or 0, "en") for one in claimed]
    return [f"{one.announcement.kind}: {e.title}" for one, e in zip(claimed, editions, strict=True) if e]


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
async def test_a_broken_feed_harms_nothing_and_recovers(
    intake: Intake, clock: Clock, db: Database, publisher: Publisher, broken: bytes
) -> None:
    publisher.items(("/news/1/", "Before", "Text."))
    await look_at(intake, clock, minutes(0))
    publisher.feed = broken
    await look_at(intake, clock, minutes(2))
    assert await titles(db) == ["Before"]
    async with db.read() as tx:
        [health] = await looks.health(tx)
    # A feed that is cut off gives what it has, which may be nothing.
    assert (health.failures, bool(health.error)) == (
        (0, False) if broken == BROKEN["cut, in another charset"] else (1, True)
    )
    publisher.items(("/news/1/", "Before", "Text."), ("/news/2/", "After", "Text."))
    await look_at(intake, clock, minutes(10))
    assert sorted(await titles(db)) == ["After", "Before"]


async def test_a_source_is_not_asked_before_its_time(intake: Intake, clock: Clock, publisher: Publisher) -> None:
    publisher.items(("/news/1/", "Title", "Text."))
    assert await look_at(intake, clock, minutes(0)) == 1
    assert await look_at(intake, clock, minutes(0)) == 0
    assert publisher.looks == 1


async def test_a_feed_that_hangs_is_parked_at_once_and_then_tried_once_an_hour(
    intake: Intake, clock: Clock, db: Database
) -> None:
    async def hang(*_: object) -> LookResult:
        raise ParseFailed("no result within 5 s")

    for at, again in ((0, 1), (10, 70)):
        await look_at(replace(intake, look=hang), clock, minutes(at))
        async with db.read() as tx:
            [one] = await sources.known(tx)
        assert one.parked
        assert one.next_look is not None
        assert one.next_look >= minutes(again)


async def test_what_nobody_thought_of_is_a_trouble_too(intake: Intake, clock: Clock, db: Database) -> None:
    async def fail(*_: object) -> LookResult:
        raise KeyError("surprise")

    for failures in range(PATIENCE):
        async with db.read() as tx:
            [one] = await sources.known(tx)
        assert not one.parked
        await look_at(replace(intake, look=fail), clock, minutes(400 * failures))
    async with db.read() as tx:
        [one] = await sources.known(tx)
    assert (one.trouble, one.broken_since, one.parked) == (Trouble.ODD, minutes(0), True)


async def test_a_publishers_word_makes_the_next_look_later(intake: Intake, clock: Clock, db: Database) -> None:
    async def look_once(*_: object) -> LookResult:
        return LookResult((), LookState(), fresh_for=300.0)

    await look_at(replace(intake, look=look_once), clock, minutes(0))
    async with db.read() as tx:
        [one] = await sources.known(tx)
    assert one.next_look == minutes(5)


async def test_an_edited_headline_is_the_same_story(
    intake: Intake, clock: Clock, db: Database, publisher: Publisher
) -> None:
    publisher.items(("/news/1/", "First words", "Text."))
    await look_at(intake, clock, minutes(0))
    [before] = await latest(db)
    publisher.items(("/news/1/", "Better words", "Text."))
    await look_at(intake, clock, minutes(2))
    [after] = await latest(db)
    assert (after.title, after.story_id) == ("Better words", before.story_id)


async def test_the_first_look_is_silent_and_the_next_is_not(
    intake: Intake, clock: Clock, db: Database, publisher: Publisher
) -> None:
    publisher.items(("/news/1/", "BREAKING: an old story", "Text."))
    await look_at(intake, clock, minutes(0))
    async with db.write() as tx:
        await follow(tx, Level.BREAKING)
    publisher.items(
        ("/news/1/", "BREAKING: an old story", "Text, edited."),
        ("/news/2/", "BREAKING: a new one", "Text."),
        ("/news/3/", "A plain one", "Text."),
    )
    await look_at(intake, clock, minutes(2))
    assert await told(db) == [f"{AnnouncementKind.BREAKING}: BREAKING: a new one"]
    await look_at(intake, clock, minutes(4))
    assert await told(db) == []


async def test_every_headline_for_those_who_want_it(
    intake: Intake, clock: Clock, db: Database, publisher: Publisher
) -> None:
    publisher.items(("/news/1/", "Old", "Text."))
    await look_at(intake, clock, minutes(0))
    async with db.write() as tx:
        await follow(tx, Level.ALL)
    publisher.items(("/news/1/", "Old", "Text."), ("/news/2/", "New", "Text."))
    await look_at(intake, clock, minutes(2))
    assert await told(db) == [f"{AnnouncementKind.HEADLINE}: New"]


@pytest.mark.parametrize("elsewhere", ["/en/", "/latest-news/"])
async def test_articles_that_all_name_one_page_their_edition_are_stories_of_their_own(
    db: Database, intake: Intake, publisher: Publisher, clock: Clock, elsewhere: str
) -> None:
    entries = [(f"/en/2026/{number}/", f"Headline number {number}", f"Text of it, {number}.") for number in range(3)]
    for path, title, text in entries:
        link = f'<link rel="alternate" hreflang="uk" href="{publisher.root}{elsewhere}">'
        page = f"<html><head>{link}</head><body><article><h1>{title}</h1><p>{text * 20}</p></article></body></html>"
        publisher.pages[path] = page.encode()
    publisher.items(*entries)
    await look_at(intake, clock, START)
    async with db.read() as tx:
        assert len((await articles.latest(tx, "en")).headlines) == len(entries)


def feed(publisher: Publisher, *entries: tuple[str, str, str], moment: datetime = START) -> None:
    """(link, guid, title) each."""
    items = "".join(
        f"<item><title>{title}</title><link>{publisher.root}{link}</link><guid isPermaLink='false'>{guid}</guid>"
        f"<pubDate>{format_datetime(moment)}</pubDate><description>What happened, in a few words.</description></item>"
        for link, guid, title in entries
    )
    publisher.feed = f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>".encode()


async def test_an_article_whose_address_follows_its_title_is_the_same(
    intake: Intake, clock: Clock, db: Database, publisher: Publisher
) -> None:
    feed(publisher, ("/old/", "id-1", "Old"))
    await look_at(intake, clock, minutes(0))
    async with db.write() as tx:
        await follow(tx, Level.ALL)
    feed(publisher, ("/minister-resigns/", "id-77", "Minister resigns"), ("/old/", "id-1", "Old"))
    await look_at(intake, clock, minutes(2))
    feed(publisher, ("/minister-leaves/", "id-77", "Minister leaves"), ("/old/", "id-1", "Old"))
    await look_at(intake, clock, minutes(4))
    await look_at(intake, clock, minutes(6))
    newest, _ = await latest(db)
    async with db.read() as tx:
        edition = await articles.edition(tx, newest.story_id, "en")
        known = await articles.find(tx, [f"{publisher.root}/minister-resigns/", f"{publisher.root}/minister-leaves/"])
    assert edition
    assert (edition.title, edition.url) == ("Minister leaves", f"{publisher.root}/minister-leaves/")
    assert {one.story_id for one in known.values()} == {newest.story_id}
    assert len(known) == 2
    assert await told(db) == [f"{AnnouncementKind.HEADLINE}: Minister leaves"]


@pytest.mark.parametrize("why", ["both are there", "much later", "another source", "another title"])
async def test_a_guid_that_is_used_anew_is_another_article(
    intake: Intake, clock: Clock, db: Database, publisher: Publisher, why: str
) -> None:
    feed(publisher, ("/one/", "id-77", "One"))
    await look_at(intake, clock, minutes(0))
    later = minutes(3 * 24 * 60 if why == "much later" else 0)
    if why == "another source":
        async with db.write() as tx:
            await sources.take_list(tx, [Source("u", "Other", "en", f"{publisher.root}/rss")], START)
    both = [("/one/", "id-78", "One")] if why == "both are there" else []
    title = "Two" if why.startswith("another") else "One and two"
    feed(publisher, ("/two/", "id-77", title), *both, moment=later)
    await look_at(intake, clock, later + timedelta(minutes=5))
    assert sorted(await titles(db)) == sorted(["One", title])


async def test_a_live_blog_is_one_story_of_its_newest_post_and_told_once(
    intake: Intake, clock: Clock, db: Database, publisher: Publisher
) -> None:
    feed(publisher, ("/old/", "id-1", "Old"))
    await look_at(intake, clock, minutes(0))
    async with db.write() as tx:
        await follow(tx, Level.ALL)
    feed(publisher, ("/live/#1", "post-1", "First post"))
    await look_at(intake, clock, minutes(2))
    feed(publisher, ("/live/#2", "post-2", "Second post"), ("/live/#1", "post-1", "First post"))
    await look_at(intake, clock, minutes(4))
    assert await titles(db) == ["Second post", "Old"]
    assert await told(db) == [f"{AnnouncementKind.HEADLINE}: Second post"]


@pytest.mark.parametrize("asked", [False, True])
async def test_a_page_that_nobody_was_asked_for_is_read_when_its_publisher_has_rested(
    intake: Intake, clock: Clock, db: Database, publisher: Publisher, asked: bool
) -> None:
    """One that was refused is left alone after some minutes."""
    refusing = True

    async def read(source: Source, item: Item, now: datetime) -> Article:
        article = await intake.read(source, item, now)
        return replace(article, paragraphs=(), description="", whole=False, asked=asked) if refusing else article

    resting = replace(intake, read=read)
    publisher.items(("/news/1/", "Title", "Text."))
    await look_at(resting, clock, minutes(0))
    await look_at(resting, clock, minutes(60))
    refusing = False
    await look_at(resting, clock, minutes(120))
    async with db.read() as tx:
        edition = await articles.edition(tx, (await latest(db))[0].story_id, "en")
    assert edition
    assert bool(edition.summary) is not asked
