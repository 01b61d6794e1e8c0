"""One event, told by several publishers: one story, one push, and nobody who follows it is left out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from bot.desk.intake import Intake
from bot.enrich import enrich
from bot.news.article import Article, Paragraph, Source
from bot.news.chats import ChatKind, Level
from bot.news.delivery import AnnouncementKind
from bot.news.story import BreakingReason, Edition
from bot.sources import Fetcher, Parsers, look, read_article
from bot.store import Database, articles, chats, fanning, outbox, sources, subscriptions, tags, why
from bot.store.tables import announcement, story
from tests.desk.looking import START, Clock, look_at
from tests.desk.publisher import Publisher

TITLE = "Dam on the Irpin gives way, four villages evacuated"
TEXT = (
    "A dam on the Irpin river near Demydiv gave way on Monday, and 1,200 people of four villages were taken to safety. "
    "Rescuers say that nobody was hurt. The water is expected to fall by Wednesday."
)
REWORDED = "Irpin dam gives way: 1,200 people evacuated from four villages"
RETOLD = (
    "Four villages near Demydiv were evacuated after a dam on the Irpin river gave way on Monday. Rescuers took 1,200 "
    "people to safety; nobody was hurt. The water should fall by Wednesday."
)
ELSEWHERE = ("Chess title goes to a student from Lviv", "The final in Lviv took seven hours and ended in a draw.")


@pytest.fixture
async def intake(db: Database, publisher: Publisher, clock: Clock) -> AsyncIterator[Intake]:
    """Three newsrooms at one address; each look is silent the first time."""
    feeds = {"a": "/rss", "b": "/b/rss", "c": "/c/rss"}
    for path in feeds.values():
        publisher.also(path, "T")
    publisher.items()
    known = [Source(id_, f"Paper {id_}", "en", publisher.root + path, tags=(id_,)) for id_, path in feeds.items()]
    async with db.write() as tx:
        await sources.take_list(tx, known, START)
    async with Fetcher(allow_private=True) as fetcher, Parsers() as parsers:
        intake = Intake(
            db, partial(look, fetcher, parsers), partial(read_article, fetcher, parsers), (), now=lambda: clock.now
        )
        await look_at(intake, clock, START)
        yield intake


async def told(db: Database) -> list[Edition]:
    async with db.read() as tx:
        lines = (await articles.latest(tx, "en")).headlines
        found = [await articles.edition(tx, line.story_id, "en") for line in lines]
    return [edition for edition in found if edition]


async def follow(db: Database, slug: str, chat_id: int) -> None:
    async with db.write() as tx:
        chat = await chats.meet(
            tx, chat_id=chat_id, kind=ChatKind.PRIVATE, language="en", time_zone="UTC", title="", now=START
        )
        tag = await tags.by_spelling(tx, slug, "en")
        assert tag is not None
        await subscriptions.subscribe(tx, chat.number, tag.id, Level.ALL, START)


async def test_what_another_publisher_told_is_folded_under_it(
    db: Database, intake: Intake, publisher: Publisher, clock: Clock
) -> None:
    publisher.items(("/1/", TITLE, TEXT))
    publisher.also("/b/rss", "T", ("/b/1/", REWORDED, RETOLD), ("/b/2/", *ELSEWHERE))
    await look_at(intake, clock, START + timedelta(minutes=2))
    one, other = sorted(await told(db), key=lambda edition: edition.title)
    assert one.title == ELSEWHERE[0]
    assert one.also == ()
    assert {other.source, *(link.title for link in other.also)} == {"Paper a", "Paper b"}


async def test_who_follows_only_the_other_publishers_topic_gets_it_and_nobody_twice(
    db: Database, intake: Intake, publisher: Publisher, clock: Clock
) -> None:
    publisher.items(("/0/", "A road opens", "It is wide."))
    publisher.also("/b/rss", "T", ("/b/0/", "A park opens", "It is green."))
    await look_at(intake, clock, START + timedelta(minutes=2))
    await follow(db, "a", 1)
    await follow(db, "b", 2)
    await follow(db, "a", 3)
    await follow(db, "b", 3)
    publisher.items(("/1/", TITLE, TEXT))
    await look_at(intake, clock, START + timedelta(minutes=4))
    publisher.also("/b/rss", "T", ("/b/1/", REWORDED, RETOLD))
    await look_at(intake, clock, START + timedelta(minutes=6))
    async with db.read() as tx:
        for announcement_id in await fanning.unfanned(tx):
            await fanning.fan_out(db, announcement_id)
    got = await outbox.claim(db, owner="me", most=20, now=clock.now + timedelta(minutes=1))
    assert sorted(one.chat_id for one in got) == [1, 2, 3]
    assert len({one.announcement.story_id for one in got}) == 1


async def test_three_publishers_within_an_hour_make_it_breaking(
    db: Database, intake: Intake, publisher: Publisher, clock: Clock
) -> None:
    publisher.items(("/1/", TITLE, TEXT))
    publisher.also("/b/rss", "T", ("/b/1/", REWORDED, RETOLD))
    await look_at(intake, clock, START + timedelta(minutes=2))
    [before] = await told(db)
    assert not before.breaking
    publisher.also("/c/rss", "T", ("/c/1/", f"Irpin: {TITLE}", RETOLD))
    await look_at(intake, clock, START + timedelta(minutes=4))
    [after] = await told(db)
    assert after.breaking
    assert len(after.also) == 2
    async with db.read() as tx:
        subject = await why.subject(tx, after.story_id, "en")
        assert subject
        assert len(set(subject.also)) == 2
        assert (await tx.execute(select(story.c.breaking_reason))).scalar() == BreakingReason.BURST
        pushes = select(announcement.c.id).where(announcement.c.kind == AnnouncementKind.BREAKING)
        assert len((await tx.execute(pushes)).all()) == 1


@pytest.mark.parametrize("known", [False, True])
async def test_a_report_of_every_day_is_no_burst(
    db: Database, intake: Intake, publisher: Publisher, clock: Clock, known: bool
) -> None:
    title, text = "Luchany bridge: {} cars crossed it in a day", "The town council counted {} cars and {} buses."
    if known:
        told_before = Article(
            *("a", f"{publisher.root}/0/", "en", title.format(295), START - timedelta(days=1)),
            paragraphs=(Paragraph(text.format(295, 11)),),
        )
        async with db.write() as tx:
            await articles.add(
                tx,
                told_before,
                enrich(told_before),
                source_name="Paper a",
                story_id=None,
                tag_ids=[],
                print_="",
                now=START,
            )
    entries = [(f"/{path}/1/", title.format(310), text.format(310, 12)) for path in "abc"]
    publisher.items(entries[0])
    publisher.also("/b/rss", "T", entries[1])
    publisher.also("/c/rss", "T", entries[2])
    await look_at(intake, clock, START + timedelta(minutes=2))
    [newest, *_] = sorted(await told(db), key=lambda edition: edition.published_at, reverse=True)
    assert len(newest.also) == 2
    assert newest.breaking is not known
