from bot.news.story import BreakingReason
from bot.store import Database, articles, stories, tags
from tests.store.samples import GRID, NATO, NOON, article, take_in


async def test_a_story_becomes_breaking_once(db: Database) -> None:
    async with db.write() as tx:
        told = (await take_in(tx, article(1))).story_id
        assert await stories.breaking_at(tx, told) is None
        assert await stories.make_breaking(tx, told, BreakingReason.TOP, NOON)
        assert not await stories.make_breaking(tx, told, BreakingReason.EDITOR, NOON.replace(hour=13))
        assert await stories.breaking_at(tx, told) == NOON
        edition = await articles.edition(tx, told, "en")
        assert edition
        assert edition.breaking
        assert not await stories.make_breaking(tx, told + 1, BreakingReason.TOP, NOON)


async def test_a_story_has_the_tags_of_all_its_articles(db: Database) -> None:
    async with db.write() as tx:
        told = (await take_in(tx, article(1, tags_=[GRID]))).story_id
        await take_in(tx, article(1, language="uk", tags_=[NATO, GRID]), story_id=told)
        grid, nato = await tags.learn(tx, [GRID, NATO], "en")
        assert await stories.tags_of(tx, told) == (grid, nato)
        assert await stories.tags_of(tx, told + 1) == ()
