"""Search finds what has all the words, newest first, a line for each story."""

from __future__ import annotations

from datetime import timedelta

from bot.store import Database, Listing, search, stories
from tests.store.samples import NOON, article, take_in


def numbers(found: Listing) -> list[int]:
    return [int(line.title.split()[1]) for line in found.headlines]


async def test_what_has_all_the_words_newest_first(db: Database) -> None:
    async with db.write() as tx:
        await take_in(tx, article(1), "bridg", "kyiv")
        await take_in(tx, article(3), "bridg", "odesa")
        await take_in(tx, article(2), "bridg", "kyiv", "repair")
        await take_in(tx, article(4, language="uk"), "bridg", "kyiv")
        found = await search.find(tx, {"en": {"bridg", "kyiv"}}, language="en")
        nothing = await search.find(tx, {"en": {"bridg", "lviv"}}, language="en")
        everything = await search.find(tx, {"en": {"bridg"}, "uk": {"bridg"}, "ru": set()}, language="en")
    assert numbers(found) == [2, 1]
    assert numbers(nothing) == []
    assert numbers(everything) == [4, 3, 2, 1]


async def test_no_match_is_lost_however_often_a_story_is_told(db: Database) -> None:
    async with db.write() as tx:
        await take_in(tx, article(1), "bridg")
        for number in range(2, 5):
            told = (await take_in(tx, article(10 * number), "bridg")).story_id
            for again in range(1, 10):
                await take_in(tx, article(10 * number + again), "bridg", story_id=told)
        first = await search.find(tx, {"en": {"bridg"}}, language="en", limit=2)
        second = await search.find(tx, {"en": {"bridg"}}, language="en", upto=first.upto, offset=2, limit=2)
    assert [numbers(page) for page in (first, second)] == [[49, 39], [29, 1]]
    assert [page.more for page in (first, second)] == [True, False]


async def test_a_language_with_few_matches_waits_for_its_turn(db: Database) -> None:
    async with db.write() as tx:
        await take_in(tx, article(1, language="uk"), "nato")
        for number in range(2, 30):
            await take_in(tx, article(number), "nato")
        terms = {"en": {"nato"}, "uk": {"nato"}}
        pages = [await search.find(tx, terms, language="uk", offset=offset, limit=10) for offset in (0, 10, 20)]
    assert [number for page in pages for number in numbers(page)] == list(range(29, 0, -1))
    assert [page.more for page in pages] == [True, True, False]


async def test_words_that_seldom_meet_are_found_however_far_down(db: Database) -> None:
    async with db.write() as tx:
        await take_in(tx, article(1), "kyiv", "odesa")
        for number in range(2, 60):
            await take_in(tx, article(number), "kyiv" if number % 2 else "odesa")
        found = await search.find(tx, {"en": {"kyiv", "odesa"}}, language="en")
    assert numbers(found) == [1]


async def test_a_forged_page_walks_nowhere(db: Database) -> None:
    async with db.write() as tx:
        await take_in(tx, article(1), "bridg")
        found = await search.find(tx, {"en": {"bridg"}}, language="en", offset=10**12)
    assert (found.headlines, found.more) == ((), False)


async def test_page_by_page_whatever_comes_meanwhile(db: Database) -> None:
    async with db.write() as tx:
        for number in range(1, 6):
            await take_in(tx, article(number), "bridg")
        first = await search.find(tx, {"en": {"bridg"}}, language="en", limit=2)
        await take_in(tx, article(6), "bridg")
        second = await search.find(tx, {"en": {"bridg"}}, language="en", upto=first.upto, offset=2, limit=2)
        third = await search.find(tx, {"en": {"bridg"}}, language="en", upto=first.upto, offset=4, limit=2)
    assert [numbers(page) for page in (first, second, third)] == [[5, 4], [3, 2], [1]]
    assert [page.more for page in (first, second, third)] == [True, True, False]


async def test_a_story_is_one_line_in_the_language_that_is_read(db: Database) -> None:
    async with db.write() as tx:
        told = (await take_in(tx, article(1, language="uk"), "nato")).story_id
        await take_in(tx, article(2, language="en"), "nato", story_id=told)
        await take_in(tx, article(3, language="en"), "nato", story_id=told)
        [line] = (await search.find(tx, {"uk": {"nato"}, "en": {"nato"}}, language="uk")).headlines
        assert line.language == "uk"
        [line] = (await search.find(tx, {"uk": {"nato"}, "en": {"nato"}}, language="en")).headlines
        assert line.language == "en"


async def test_what_was_taken_back_is_not_found(db: Database) -> None:
    async with db.write() as tx:
        told = (await take_in(tx, article(1), "bridg")).story_id
        await stories.retract(tx, told, NOON)
        assert not (await search.find(tx, {"en": {"bridg"}}, language="en")).headlines


async def test_words_are_kept_for_as_many_searches(db: Database) -> None:
    async with db.write() as tx:
        first = await search.keep(tx, "air defence", NOON)
        second = await search.keep(tx, "Зеленський", NOON + timedelta(days=1))
        assert await search.words_of(tx, first) == "air defence"
        assert await search.words_of(tx, second) == "Зеленський"
        assert await search.words_of(tx, second + 1) is None
