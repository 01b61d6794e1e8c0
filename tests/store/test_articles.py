import asyncio
from dataclasses import replace
from datetime import timedelta

from bot.news.article import ArticleTag, Enriched, Kind, Link, Paragraph, Photo, Section, SectionKind
from bot.news.story import Headline
from bot.store import Database, Transaction, articles, tags
from tests.store.samples import GRID, NATO, NOON, article, enriched, take_in

EDITIONS = {language: f"https://news.example/{language}/1/" for language in ("uk", "ru", "en")}


async def test_an_article_is_found_by_any_spelling_of_its_address(db: Database) -> None:
    async with db.write() as tx:
        stored = await take_in(tx, article(1), print_="abc")
    async with db.read() as tx:
        found = await articles.find(tx, ["http://www.news.example/en/1?utm_source=x", "mailto:x", "https://x.example/"])
    assert found == {"news.example/en/1": articles.Known(stored.story_id, stored.article_id, "abc")}


async def test_an_edition_is_known_before_it_is_taken_in_and_joins_its_story(db: Database) -> None:
    async with db.write() as tx:
        first = await take_in(tx, article(1, editions=EDITIONS))
        known = await articles.find(tx, [EDITIONS["uk"]])
        assert known == {"news.example/uk/1": articles.Known(first.story_id, None, "")}
        second = await take_in(tx, article(1, language="uk", editions=EDITIONS), print_="p")
        assert second.story_id == first.story_id
        assert await articles.find(tx, [EDITIONS["uk"]]) == {
            "news.example/uk/1": articles.Known(first.story_id, second.article_id, "p")
        }


async def test_an_address_keeps_the_article_that_came_first(db: Database) -> None:
    async with db.write() as tx:
        first = await take_in(tx, article(1))
        assert await take_in(tx, article(1, title="Again")) == first
        edition = await articles.edition(tx, first.story_id, "en")
    assert edition
    assert edition.title == "Bridge 1 opens (en)"


async def test_two_processes_that_read_one_feed_make_one_story(db: Database) -> None:
    async def read(language: str) -> articles.Stored:
        async with db.write() as tx:
            return await take_in(tx, article(1, language=language, editions=EDITIONS, tags=(NATO, GRID)))

    stored = await asyncio.gather(*(read(language) for language in ("en", "uk", "en", "ru")))
    assert len({one.story_id for one in stored}) == 1
    assert len({one.article_id for one in stored}) == 3
    async with db.read() as tx:
        assert [line.story_id for line in (await articles.latest(tx, "uk")).headlines] == [stored[0].story_id]


async def test_a_card_has_all_that_was_taken_in(db: Database) -> None:
    body = Paragraph("He said so.", Kind.QUOTE, "Quote", (Link("https://x.example/", "x"),))
    photo = Photo("https://x.example/p.jpg", credit="A photographer")
    known = Enriched("Short.", (Section(SectionKind.QUOTE, "Quote", (body,)),), ("bridge",))
    new = article(1, tags_=[NATO, GRID], photo=photo, editions=EDITIONS, authors=("An author",))
    async with db.write() as tx:
        ids = await tags.learn(tx, new.tags, "en")
        stored = await articles.add(
            tx, new, known, source_name="Sample", story_id=None, tag_ids=ids, print_="", now=NOON
        )
    async with db.read() as tx:
        edition = await articles.edition(tx, stored.story_id, "en")
    assert edition
    assert (edition.story_id, edition.article_id) == (stored.story_id, stored.article_id)
    assert (edition.source, edition.language, edition.url, edition.title) == ("Sample", "en", new.url, new.title)
    assert (edition.published_at, edition.summary, edition.sections) == (new.published_at, "Short.", known.sections)
    assert [tag.name for tag in edition.tags] == ["NATO", "Power grid"]
    assert (edition.languages, edition.photo, edition.breaking) == (("en",), photo, False)


async def test_a_card_is_in_the_nearest_language(db: Database) -> None:
    async with db.write() as tx:
        told = (await take_in(tx, article(1, language="pl", editions=EDITIONS))).story_id
        assert await _language(tx, told, "ru") == "pl"
        for language in ("ru", "uk", "en"):
            await take_in(tx, article(1, language=language, editions=EDITIONS))
            assert await _language(tx, told, "fr") == language
            assert await _language(tx, told, "pl") == "pl"
        assert await articles.edition(tx, told + 1, "en") is None


async def _language(tx: Transaction, story_id: int, language: str) -> str:
    edition = await articles.edition(tx, story_id, language)
    assert edition
    return edition.language


async def test_a_changed_article_replaces_its_text_tags_and_terms_in_place(db: Database) -> None:
    old = article(1, tags_=[NATO])
    new = replace(old, title="Bridge closed", published_at=NOON + timedelta(days=1), updated_at=NOON)
    async with db.write() as tx:
        stored = await take_in(tx, old, "bridge", "river", print_="1")
        ids = await tags.learn(tx, [GRID], "en")
        await articles.revise(tx, stored.article_id, new, enriched("bridge", "snow"), tag_ids=ids, print_="2", now=NOON)
    async with db.read() as tx:
        assert (await articles.find(tx, [old.url]))["news.example/en/1"].print == "2"
        for tag, count in (("nato", 0), ("power_grid", 1)):
            found = await tags.by_spelling(tx, tag, "en")
            assert found
            assert len((await articles.with_tag(tx, found.id, "en")).headlines) == count
        [line] = (await articles.latest(tx, "en")).headlines
        assert (line.title, line.published_at) == ("Bridge closed", old.published_at)
        later = NOON + timedelta(days=2)
        assert not await articles.candidates(tx, ["river"], language="en", before=later)
        [candidate] = await articles.candidates(tx, ["snow", "x"], language="en", before=later)
        assert candidate.terms == ("bridge", "snow")


async def test_links_lead_into_the_archive_and_out_of_it(db: Database) -> None:
    outside = Link("https://else.example/1", "Elsewhere")
    async with db.write() as tx:
        stored = [await take_in(tx, article(number)) for number in range(1, 5)]
        uk = article(2, language="uk")
        await take_in(tx, uk, story_id=stored[1].story_id)
        third, second, first = (stored[place].story_id for place in (2, 1, 0))
        await articles.link(tx, stored[3].article_id, earlier=[second, first], related=[outside, third])
        edition = await articles.edition(tx, stored[3].story_id, "uk")
        assert edition
        assert [line.title for line in edition.earlier] == ["Bridge 1 opens (en)", "Bridge 2 opens (en)"]
        assert edition.related == (outside,)
        assert [line.story_id for line in edition.archive] == [third]
        await articles.link(tx, stored[3].article_id, earlier=[], related=[])
        edition = await articles.edition(tx, stored[3].story_id, "uk")
        assert edition
        assert (edition.earlier, edition.related, edition.archive) == ((), (), ())


async def test_the_archive_says_which_languages_it_has(db: Database) -> None:
    async with db.write() as tx:
        assert await articles.languages(tx) == ()
        for number, language in enumerate(("uk", "en", "uk", "ru", "uk", "ru")):
            await take_in(tx, article(number, language=language))
        assert await articles.languages(tx) == ("uk", "ru", "en")


async def test_a_headline_has_what_a_line_shows(db: Database) -> None:
    async with db.write() as tx:
        stored = await take_in(tx, article(7))
        [line] = (await articles.latest(tx, "en")).headlines
    url, at = "https://news.example/en/7/", NOON + timedelta(minutes=7)
    assert line == Headline(stored.story_id, stored.article_id, "en", "Bridge 7 opens (en)", at, False, url)


async def test_odd_tags_and_texts_are_taken_in(db: Database) -> None:
    odd = ArticleTag("a\u0301", "\0\ud800")
    async with db.write() as tx:
        stored = await take_in(tx, article(1, title="\ud800\0", tags=(odd, odd, ArticleTag("", ""))))
        edition = await articles.edition(tx, stored.story_id, "en")
    assert edition
    assert edition.title == ""


async def test_what_came_next_is_told_by_what_later_stories_look_back_to(db: Database) -> None:
    async with db.write() as tx:
        first = await take_in(tx, article(1))
        third = await take_in(tx, article(3))
        second = await take_in(tx, article(2))
        before = await take_in(tx, article(0))
        aside = await take_in(tx, article(4))
        await articles.link(tx, third.article_id, earlier=[first.story_id], related=[])
        await articles.link(tx, second.article_id, told=[first.story_id], earlier=[], related=[])
        await articles.link(tx, before.article_id, earlier=[first.story_id], related=[])
        await articles.link(tx, aside.article_id, earlier=[], related=[first.story_id])
        edition = await articles.edition(tx, first.story_id, "en")
    assert edition is not None
    assert [line.story_id for line in edition.later] == [second.story_id, third.story_id]
    assert edition.earlier == ()
