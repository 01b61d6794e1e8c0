from bot.store import Database, articles
from tests.store.samples import NATO, article, take_in


async def test_an_article_is_found_by_any_spelling_of_its_address(db: Database) -> None:
    async with db.write() as tx:
        stored = await take_in(tx, article(1, tags_=[NATO]), print_="abc")
    async with db.read() as tx:
        found = await articles.find(tx, ["http://www.news.example/en/1?utm_source=x", "mailto:x"])
    assert found == {"news.example/en/1": articles.Known(stored.story_id, stored.article_id, "abc")}
