import asyncio

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.enrich import keys, typed_keys
from bot.news.article import ArticleTag
from bot.news.spelling import normal
from bot.news.story import Tag
from bot.store import Database, tags
from tests.store.samples import GRID, NATO, NOON, article, take_in

UK = ArticleTag("nato", "НАТО")
AID = ArticleTag("aid_for_ukraine", "Aid for Ukraine")
HASHED = ArticleTag("5e3f1a2b3c4d", "Верховна Рада")


async def test_one_tag_for_a_slug_named_in_each_language(db: Database) -> None:
    async with db.write() as tx:
        [nato] = await tags.learn(tx, [NATO], "en")
        assert await tags.learn(tx, [UK], "uk") == [nato]
        assert await tags.by_id(tx, nato, "uk") == Tag(nato, "nato", "nato", "НАТО")
        assert await tags.by_id(tx, nato, "en") == Tag(nato, "nato", "nato", "NATO")
        assert (await tags.by_ids(tx, [nato], "ru"))[0].name == "NATO"
        await tags.learn(tx, [ArticleTag("nato", "The Alliance")], "en")
        assert (await tags.by_ids(tx, [99, nato], "en")) == [Tag(nato, "nato", "nato", "The Alliance")]
        assert await tags.by_id(tx, 99, "en") is None


async def test_ids_come_in_the_order_of_the_tags_once_each(db: Database) -> None:
    async with db.write() as tx:
        nato, aid, grid = await tags.learn(tx, [NATO, AID, GRID, NATO], "en")
        assert await tags.learn(tx, [GRID, NATO, GRID, AID], "en") == [grid, nato, aid]
        assert await tags.learn(tx, [], "en") == []


@pytest.mark.parametrize("typed", ["nato", "NATO", "#НАТО", "нато", " nato ", "Nato!", "/nato"])
async def test_a_tag_is_found_by_whatever_people_type(db: Database, typed: str) -> None:
    async with db.write() as tx:
        [nato] = await tags.learn(tx, [UK], "uk")
        found = await tags.by_spelling(tx, typed, "uk")
        assert found
        assert found.id == nato


@pytest.mark.parametrize("typed", ["верховна рада", "verkhovna rada", "/verkhovna_rada", "5E3F1A2B3C4D"])
async def test_a_tag_whose_slug_is_a_hash_is_found_by_its_name(db: Database, typed: str) -> None:
    async with db.write() as tx:
        await tags.learn(tx, [HASHED], "uk")
        found = await tags.by_spelling(tx, typed, "en")
        assert found
        assert (found.command, found.name) == ("verkhovna_rada", "Верховна Рада")


async def test_a_slug_that_says_nothing_is_known_with_its_publishers_site_alone(db: Database) -> None:
    sport, alliance = ArticleTag("15", "Спорт"), ArticleTag("15", "НАТО")
    async with db.write() as tx:
        [ours] = await tags.learn(tx, [sport], "uk", site="a.example")
        [theirs] = await tags.learn(tx, [alliance], "uk", site="b.example")
        assert ours != theirs
        assert await tags.learn(tx, [ArticleTag("15", "Sport")], "en", site="a.example") == [ours]
        assert [tag.command for tag in await tags.by_ids(tx, [ours, theirs], "uk")] == ["sport", "nato"]
        for typed, meant in (("Спорт", ours), ("НАТО", theirs)):
            found = await tags.by_spelling(tx, typed, "uk")
            assert found
            assert found.id == meant


async def test_slugs_that_say_something_are_shared_by_all_sites(db: Database) -> None:
    async with db.write() as tx:
        said = [UK, HASHED, ArticleTag("2026", "2026"), ArticleTag("eu", "ЄС")]
        assert await tags.learn(tx, said, "uk", site="a.example") == await tags.learn(tx, said, "uk", site="b.example")


async def test_a_numbered_tag_that_is_known_already_keeps_its_followers(db: Database) -> None:
    async with db.write() as tx:
        [before] = await tags.learn(tx, [ArticleTag("15", "Спорт")], "uk")
        assert await tags.learn(tx, [ArticleTag("15", "Спорт")], "uk", site="a.example") == [before]
        assert await tags.learn(tx, [ArticleTag("15", "НАТО")], "uk", site="b.example") != [before]


async def test_a_surname_finds_the_only_tag_that_has_it(db: Database) -> None:
    async with db.write() as tx:
        people = [ArticleTag("5e3f1a2b3c4d", "Володимир Зеленський"), ArticleTag("5e3f1a2b3c4e", "Дональд Трамп")]
        zelensky, trump = await tags.learn(tx, people, "uk", keys=keys)
        for typed, meant in (
            ("Зеленський", zelensky),
            ("Зеленського", zelensky),
            ("Zelensky", zelensky),
            ("Трампу", trump),
        ):
            found = await tags.by_spelling(tx, typed, "uk", keys=typed_keys(typed))
            assert found
            assert found.id == meant
        assert await tags.by_spelling(tx, "Володимир", "uk", keys=typed_keys("Володимир")) is None
        assert not [known for known in await tags.spellings(tx) if "^" in known]


async def test_a_surname_of_several_finds_none_but_offers_them_and_what_is_called_so_wins(db: Database) -> None:
    async with db.write() as tx:
        names = ["Віталій Кличко", "Володимир Кличко", "Перший кличко"]
        both = await tags.learn(
            tx, [ArticleTag(f"5e3f1a2b3c{n}d", name) for n, name in enumerate(names)], "uk", keys=keys
        )
        asked = typed_keys("Кличка")
        assert await tags.by_spelling(tx, "Кличка", "uk", keys=asked) is None
        assert [tag.id for tag in await tags.sharing(tx, asked, "uk")] == both[:2]
        [called] = await tags.learn(tx, [ArticleTag("klychko", "Кличко")], "uk", keys=keys)
        found = await tags.by_spelling(tx, "Кличка", "uk", keys=asked)
        assert found
        assert found.id == called


async def test_commands_are_unique_and_never_reserved(db: Database) -> None:
    same = [ArticleTag(f"5e3f1a2b3c4{n:x}", "Help!") for n in range(14)]
    async with db.write() as tx:
        ids = await tags.learn(tx, same, "en", reserved={"help", "help_3"})
        commands = [tag.command for tag in await tags.by_ids(tx, ids, "en")]
        assert len(set(commands)) == 14
        assert not {"help", "help_3"} & set(commands)
        assert commands[:2] == ["help_2", "help_4"]
        for id_, command in zip(ids, commands, strict=True):
            found = await tags.by_spelling(tx, command, "en")
            assert found
            assert found.id == id_


async def test_a_command_stays_within_telegrams_limit(db: Database) -> None:
    long = [ArticleTag(f"{'x' * 40}{n}", "X") for n in range(3)]
    async with db.write() as tx:
        found = await tags.by_ids(tx, await tags.learn(tx, long, "en"), "en")
        assert [len(tag.command) for tag in found] == [32, 32, 32]


async def test_processes_that_learn_the_same_tags_at_once_agree(db: Database) -> None:
    given_ = [NATO, AID, GRID, HASHED]

    async def learn(turn: int) -> dict[str, int]:
        own = given_[turn:] + given_[:turn]
        async with db.write() as tx:
            ids = await tags.learn(tx, own, "en")
        return {tag.slug: tag_id for tag, tag_id in zip(own, ids, strict=True)}

    known = await asyncio.gather(*(learn(turn) for turn in range(4)))
    assert all(one == known[0] for one in known)


async def test_the_most_used_tags_of_late(db: Database) -> None:
    async with db.write() as tx:
        for number, about in enumerate(([NATO], [NATO, GRID], [AID, NATO], [GRID])):
            await take_in(tx, article(number, tags_=about))
        assert [tag.slug for tag in await tags.popular(tx, "en")] == ["nato", "power_grid", "aid_for_ukraine"]
        assert [tag.slug for tag in await tags.popular(tx, "en", offset=1, limit=1)] == ["power_grid"]
        since = article(3).published_at
        assert [tag.slug for tag in await tags.popular(tx, "en", since=since, limit=1)] == ["power_grid"]
        long_after = NOON.replace(year=2030)
        assert await tags.popular(tx, "en", since=long_after) == await tags.popular(tx, "en")


async def test_topics_with_a_name_in_ones_own_language_stand_first(db: Database) -> None:
    async with db.write() as tx:
        for number in range(3):
            await take_in(tx, article(number, tags_=[NATO]))
        await take_in(tx, article(9, language="uk", tags_=[ArticleTag("kyiv", "Київ")]))
        assert [tag.name for tag in await tags.popular(tx, "uk")] == ["Київ", "NATO"]
        assert [tag.name for tag in await tags.popular(tx, "uk", since=NOON)] == ["Київ", "NATO"]
        assert [tag.name for tag in await tags.popular(tx, "en")] == ["NATO", "Київ"]


async def test_spellings_are_what_typed_words_are_compared_with(db: Database) -> None:
    async with db.write() as tx:
        await tags.learn(tx, [UK, AID], "uk")
        assert set(await tags.spellings(tx)) == {"нато", "nato", "aid for ukraine"}


async def test_names_are_as_publishers_write_them_in_every_language(db: Database) -> None:
    async with db.write() as tx:
        nato, aid = await tags.learn(tx, [UK, AID], "uk")
        await tags.learn(tx, [NATO], "en")
        assert await tags.names(tx) == {"НАТО": nato, "NATO": nato, "Aid for Ukraine": aid}


@pytest.mark.parametrize("kind", ["sqlite"])
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(slug=st.text(max_size=50), name=st.text(max_size=50))
async def test_any_tag_can_be_learnt_and_found(db: Database, slug: str, name: str) -> None:
    async with db.write() as tx:
        [id_] = await tags.learn(tx, [ArticleTag(slug, name)], "en", reserved={"help"})
        tag = await tags.by_id(tx, id_, "en")
        assert tag
        assert tag.command not in ("", "help")
        assert await tags.by_spelling(tx, tag.command, "en") == tag
        if normal(name):
            assert await tags.by_spelling(tx, name, "en")
