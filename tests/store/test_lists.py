from sqlalchemy import Select, text

from bot.news.story import BreakingReason
from bot.store import Database, Transaction, articles, lists, stories, tags
from bot.store.tables import EVERYTHING
from tests.store.samples import GRID, NATO, NOON, article, take_in


async def test_newest_first_and_page_by_page(db: Database) -> None:
    async with db.write() as tx:
        for number in (3, 1, 5, 2, 4):
            await take_in(tx, article(number))
        first = await articles.latest(tx, "en", limit=2)
        await take_in(tx, article(6))
        second = await articles.latest(tx, "en", upto=first.upto, offset=2, limit=2)
        third = await articles.latest(tx, "en", upto=first.upto, offset=4, limit=2)
        fresh = await articles.latest(tx, "en", limit=2)
    assert [_numbers(page) for page in (first, second, third, fresh)] == [[5, 4], [3, 2], [1], [6, 5]]
    assert [page.more for page in (first, second, third, fresh)] == [True, True, False, True]


def _numbers(page: articles.Listing) -> list[int]:
    return [int(line.title.split()[1]) for line in page.headlines]


async def test_an_empty_archive(db: Database) -> None:
    async with db.read() as tx:
        assert await articles.latest(tx, "en") == articles.Listing((), 0, more=False)


async def test_a_tag_lists_its_own_stories_in_the_language(db: Database) -> None:
    async with db.write() as tx:
        for number, about in enumerate(([NATO], [GRID], [NATO, GRID], [])):
            await take_in(tx, article(number, tags_=about))
        await take_in(tx, article(9, language="uk", tags_=[NATO]))
        nato, grid = await tags.learn(tx, [NATO, GRID], "en")
        assert _numbers(await articles.with_tag(tx, nato, "en")) == [2, 0]
        assert _numbers(await articles.with_tag(tx, grid, "en")) == [2, 1]
        assert _numbers(await articles.with_tag(tx, nato, "uk")) == [9]
        assert _numbers(await articles.with_tag(tx, grid, "uk")) == []


async def test_a_story_is_one_line_however_many_articles_tell_it(db: Database) -> None:
    async with db.write() as tx:
        told = (await take_in(tx, article(1, tags_=[NATO]))).story_id
        await take_in(tx, article(2, tags_=[NATO, GRID]), story_id=told)
        nato, grid = await tags.learn(tx, [NATO, GRID], "en")
        assert _numbers(await articles.latest(tx, "en")) == [1]
        assert _numbers(await articles.with_tag(tx, nato, "en")) == [1]
        assert _numbers(await articles.with_tag(tx, grid, "en")) == [2]


async def test_a_breaking_story_is_marked(db: Database) -> None:
    async with db.write() as tx:
        told = (await take_in(tx, article(1))).story_id
        await stories.make_breaking(tx, told, BreakingReason.TOP, NOON)
        [line] = (await articles.latest(tx, "en")).headlines
        assert line.breaking


async def test_lists_walk_an_index_and_never_sort(db: Database, kind: str) -> None:
    async with db.write() as tx:
        await take_in(tx, article(1, tags_=[NATO]))
        for statement in _FILL:
            await tx.execute(text(statement))
        await tx.execute(text("ANALYZE"))
        for tag_id in (EVERYTHING, 1):
            plan = await _plan(tx, lists.lines(tag_id, "en", 10**9).limit(9), kind)
            assert "ix_headline_tag_id_language_published_at_article_id" in plan
            assert "sort" not in plan.lower()
            assert "temp b-tree" not in plan.lower()
            assert "SCAN" not in plan
            assert "Seq Scan" not in plan


_NUMBERS = "WITH RECURSIVE number(n) AS (SELECT 10 UNION ALL SELECT n + 1 FROM number WHERE n < 8000)"
_TEXT = (
    "source_id, source_name, url, language, title, published_at, taken_in_at, summary, sections, authors, labels, terms"
)
_FILL = (
    f"INSERT INTO story (id, created_at) {_NUMBERS} SELECT n, created_at FROM story, number",
    f"INSERT INTO article (id, story_id, print, {_TEXT}) {_NUMBERS} SELECT n, n, print, {_TEXT} FROM article, number",
    f"INSERT INTO headline (story_id, article_id, tag_id, language, published_at) {_NUMBERS} "
    "SELECT n, n, tag_id, language, published_at FROM headline, number",
)


async def _plan(tx: Transaction, query: Select[tuple[object]], kind: str) -> str:
    sql = str(query.compile(dialect=tx.dialect, compile_kwargs={"literal_binds": True}))
    rows = await tx.execute(text(f"{'EXPLAIN QUERY PLAN' if kind == 'sqlite' else 'EXPLAIN'} {sql}"))
    return "\n".join(str(row[-1]) for row in rows)
