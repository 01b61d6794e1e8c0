"""What texts are searched for is right at once, and read again only when it changed."""

from __future__ import annotations

from dataclasses import replace

from bot.desk.vocabulary import Vocabulary
from bot.enrich import enrich
from bot.news.article import Article, ArticleTag, Paragraph
from bot.store import Database, Transaction, subscriptions, tags
from tests.store.samples import NATO, article, follower

TEXT = "The bridge over the Styr opens after four years of repairs, said the mayor of Luchany at the ceremony there."
TOLD = replace(article(1), title="NATO engineers open a bridge", paragraphs=(Paragraph(TEXT), Paragraph("It snows.")))


async def followed(tx: Transaction, vocabulary: Vocabulary, one: Article = TOLD) -> list[int]:
    return await vocabulary.followed_in(tx, one, enrich(one))


async def named(tx: Transaction, vocabulary: Vocabulary) -> list[int]:
    return await vocabulary.named_in(tx, TOLD, enrich(TOLD))


async def test_words_are_found_from_the_moment_they_are_followed_until_they_are_not(db: Database) -> None:
    vocabulary = Vocabulary()
    async with db.write() as tx:
        bridge = await tags.phrase(tx, "bridges", "en")
        assert await followed(tx, vocabulary) == []
        one = await follower(tx, 1, bridge)
        assert await followed(tx, vocabulary) == [bridge]
        snow = await tags.phrase(tx, "snow", "en")
        await subscriptions.leave_out(tx, one.number, bridge, [snow])
        assert await followed(tx, vocabulary) == [bridge, snow]
        await subscriptions.unsubscribe(tx, one.number, bridge)
        assert await followed(tx, vocabulary) == []


async def test_another_spelling_of_followed_words_counts_at_once(db: Database) -> None:
    vocabulary = Vocabulary()
    async with db.write() as tx:
        snow = await tags.phrase(tx, "Snow", "en")
        await follower(tx, 1, snow)
        cold = replace(TOLD, title="The snow falls")
        assert await followed(tx, vocabulary, cold) == []
        assert await tags.phrase(tx, "snow", "uk") == snow
        assert await followed(tx, vocabulary, cold) == [snow]


async def test_joined_words_stand_anywhere_but_all_of_them(db: Database) -> None:
    vocabulary = Vocabulary()
    async with db.write() as tx:
        both = await tags.phrase(tx, "snow + engineer", "en")
        far = await tags.phrase(tx, "snow + ferry", "en")
        near = await tags.phrase(tx, "engineer bridge", "en")
        for chat_id, tag_id in enumerate((both, far, near), start=1):
            await follower(tx, chat_id, tag_id)
        assert await followed(tx, vocabulary, replace(TOLD, title="An engineer opens a bridge")) == [both]
        assert await followed(tx, vocabulary, replace(TOLD, paragraphs=TOLD.paragraphs[:1])) == []


async def test_of_an_article_without_text_the_description_counts(db: Database) -> None:
    vocabulary = Vocabulary()
    async with db.write() as tx:
        ferry = await tags.phrase(tx, "ferry", "en")
        await follower(tx, 1, ferry)
        told = replace(TOLD, paragraphs=(), description="The ferries stop for good.")
        assert await followed(tx, vocabulary, told) == [ferry]
        assert await followed(tx, vocabulary, replace(told, paragraphs=TOLD.paragraphs)) == []


async def test_a_new_topic_is_named_at_once(db: Database) -> None:
    vocabulary = Vocabulary()
    async with db.write() as tx:
        assert await named(tx, vocabulary) == []
        [nato] = await tags.learn(tx, [NATO], "en")
        assert await named(tx, vocabulary) == [nato]
        [luchany] = await tags.learn(tx, [ArticleTag("luchany", "Luchany")], "en")
        assert await named(tx, vocabulary) == [nato, luchany]
        await tags.learn(tx, [ArticleTag("luchany", "Luchany city")], "en")
        assert await named(tx, vocabulary) == [nato]


async def test_nothing_is_read_twice(db: Database) -> None:
    vocabulary = Vocabulary()
    async with db.write() as tx:
        await tags.learn(tx, [NATO], "en")
        await follower(tx, 1, await tags.phrase(tx, "bridge", "en"))
        await named(tx, vocabulary)
        await followed(tx, vocabulary)
        names, words = vocabulary._names.ids, vocabulary._followed.ids
        await named(tx, vocabulary)
        await followed(tx, vocabulary)
        assert vocabulary._names.ids is names
        assert vocabulary._followed.ids is words
