"""What an article leads to, and what it never leads to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.desk.keeping import keep
from bot.desk.vocabulary import Vocabulary
from bot.enrich import enrich
from bot.news.article import Article, Link, Paragraph, Source
from bot.news.story import Edition
from bot.store import Database, Transaction, articles

ROOT = "https://paper.example"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SOURCE = Source("paper", "Paper", "en", f"{ROOT}/rss")


@pytest.fixture
async def archive(db: Database) -> Database:
    async with db.write() as tx:
        for number, title in enumerate(
            ("Chess title goes to Lviv", "Dam on the Irpin gives way", "Choir wins prize"), 1
        ):
            await kept(tx, Article("paper", f"{ROOT}/{number}/", "en", title, NOON - timedelta(hours=9 - number)))
    return db


async def kept(tx: Transaction, article: Article) -> Edition:
    known = await keep(tx, SOURCE, article, enrich(article), "print", (), Vocabulary(), NOON)
    edition = await articles.edition(tx, known.story_id, "en")
    assert edition
    return edition


def told(*links: Link, label: str = "") -> Paragraph:
    return Paragraph(
        "Prosecutors ask for five years for the harbour master of the invented town.", label=label, links=links
    )


async def test_links_of_the_text_are_related_unless_they_stand_under_background(archive: Database) -> None:
    chess, dam = Link(f"{ROOT}/1/", "won"), Link(f"{ROOT}/2/", "gave way")
    unknown, elsewhere = (
        Link(f"{ROOT}/88/", "a search of his house"),
        Link("https://other.example/9/", "another paper said"),
    )
    vague, section = Link(f"{ROOT}/89/", "said"), Link(f"{ROOT}/harbour/", "all about the harbour")
    body = (told(chess, unknown, elsewhere, vague, section), told(dam, label="Background"))
    async with archive.write() as tx:
        edition = await kept(tx, Article("paper", f"{ROOT}/7/", "en", "Harbour master on trial", NOON, body))
    assert [line.title for line in edition.archive] == ["Chess title goes to Lviv"]
    assert edition.related == (unknown,)


async def test_a_story_never_leads_to_itself(archive: Database) -> None:
    """Its other edition is known by its address only."""
    own = [Link(f"{ROOT}{path}", "The same, told elsewhere") for path in ("/ru/7/", "/7/amp/", "/7/?utm_source=x")]
    editions = {"ru": f"{ROOT}/ru/7/"}
    article = Article(
        "paper", f"{ROOT}/7/", "en", "Harbour", NOON, (told(*own),), editions=editions, related=tuple(own)
    )
    async with archive.write() as tx:
        edition = await kept(tx, article)
    assert (edition.related, edition.archive, edition.earlier) == ((), (), ())


async def test_a_page_that_opens_later_leads_as_far_as_one_that_was_open(archive: Database) -> None:
    refused = Article("paper", f"{ROOT}/7/", "en", "Harbour master on trial", NOON, whole=False)
    body = (told(Link(f"{ROOT}/1/", "won")), told(Link(f"{ROOT}/2/", "gave way"), label="Background"))
    async with archive.write() as tx:
        assert (await kept(tx, refused)).archive == ()
        whole = Article("paper", f"{ROOT}/7/", "en", "Harbour master on trial", NOON + timedelta(hours=1), body)
        assert [line.title for line in (await kept(tx, whole)).archive] == ["Chess title goes to Lviv"]
        dam = (await articles.find(tx, [f"{ROOT}/2/"])).popitem()[1].story_id
        before = await articles.edition(tx, dam, "en")
    assert before
    assert [line.title for line in before.later] == ["Harbour master on trial"]


async def test_a_revised_article_has_nothing_later_for_background(archive: Database) -> None:
    """Though its feed gives it a new date."""
    first = Article("paper", f"{ROOT}/7/", "en", "Dam on the Irpin", NOON - timedelta(hours=8), (told(),))
    async with archive.write() as tx:
        await kept(tx, first)
        edition = await kept(tx, Article("paper", f"{ROOT}/7/", "en", "Dam on the Irpin gives way", NOON, (told(),)))
    assert edition.earlier == ()
