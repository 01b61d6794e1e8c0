from datetime import timedelta

from bot.store import Database, articles
from tests.store.samples import NOON, article, take_in

LATER = NOON + timedelta(days=1)


async def test_what_shares_more_and_weightier_terms_comes_first(db: Database) -> None:
    async with db.write() as tx:
        both = await take_in(tx, article(1), "bridge", "river")
        light = await take_in(tx, article(2), "river", "boat")
        heavy = await take_in(tx, article(3), "bridge")
        await take_in(tx, article(4), "snow")
        await take_in(tx, article(5, language="uk"), "bridge")
        found = await articles.candidates(tx, ["bridge", "river"], language="en", before=LATER)
    assert [one.article_id for one in found] == [one.article_id for one in (both, heavy, light)]
    assert found[0] == articles.Candidate(
        both.story_id, both.article_id, "Bridge 1 opens (en)", NOON + timedelta(minutes=1), ("bridge", "river")
    )


async def test_only_earlier_articles(db: Database) -> None:
    async with db.write() as tx:
        first = await take_in(tx, article(1), "bridge")
        second = await take_in(tx, article(2), "bridge")
        before = article(2).published_at
        found = await articles.candidates(tx, ["bridge"], language="en", before=before)
        assert [one.article_id for one in found] == [first.article_id]
        found = await articles.candidates(tx, ["bridge"], language="en", before=before + timedelta(microseconds=1))
        assert [one.article_id for one in found] == [second.article_id, first.article_id]


async def test_a_story_is_one_candidate(db: Database) -> None:
    async with db.write() as tx:
        told = await take_in(tx, article(1), "bridge")
        await take_in(tx, article(2), "bridge", "river", story_id=told.story_id)
        [found] = await articles.candidates(tx, ["bridge", "river"], language="en", before=LATER)
    assert found.title == "Bridge 2 opens (en)"


async def test_no_more_than_the_newest_of_each_term(db: Database) -> None:
    async with db.write() as tx:
        for number in range(10):
            await take_in(tx, article(number), "bridge", f"n{number}")
        found = await articles.candidates(tx, ["bridge", "n1"], language="en", before=LATER, most=3)
    assert sorted(one.title for one in found) == [f"Bridge {number} opens (en)" for number in (1, 8, 9)]


async def test_no_terms_no_candidates(db: Database) -> None:
    async with db.read() as tx:
        assert await articles.candidates(tx, [], language="en", before=LATER) == []
        many = [f"t{number}" for number in range(2000)]
        assert await articles.candidates(tx, many, language="en", before=LATER) == []
