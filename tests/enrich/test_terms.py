from __future__ import annotations

import zlib

from bot.enrich.sections import sections
from bot.enrich.stems import stem
from bot.enrich.terms import MOST_QUERY_TERMS, MOST_SEARCH_TERMS, MOST_TERMS, TERMS_VERSION, index_terms, query_terms
from bot.news.article import Section
from tests.enrich.texts import BRIDGE_EN, BRIDGE_RU, BRIDGE_UK, text


def terms(title: str, parts: tuple[Section, ...], language: str) -> tuple[str, ...]:
    return index_terms(title, parts, language)[0]


def test_the_title_comes_first_and_cases_count_as_one() -> None:
    found = terms("Міст у Лучанах відкрито", sections(BRIDGE_UK), "uk")
    assert found[:2] == (stem("міст", "uk"), stem("Лучани", "uk"))
    assert len(set(found)) == len(found)


def test_stop_words_say_nothing() -> None:
    found = terms("Что это было и где", sections(BRIDGE_RU), "ru")
    assert not {"что", "это", "и", "где"} & set(found)


def test_source_and_background_are_not_indexed_but_background_is_asked_for() -> None:
    parts = sections(BRIDGE_UK)
    cracks, press = stem("тріщини", "uk"), stem("пресслужба", "uk")
    assert cracks not in terms("", parts, "uk")
    assert cracks in query_terms("", parts, "uk")
    assert press not in (*terms("", parts, "uk"), *query_terms("", parts, "uk"))


def test_there_is_a_limit() -> None:
    parts = sections([text(" ".join(f"слово{number}" for number in range(500)))])
    assert len(terms("", parts, "uk")) == MOST_TERMS
    assert len(query_terms("", parts, "uk")) == MOST_QUERY_TERMS
    assert terms("", (), "uk") == ()


def test_a_search_finds_all_words_of_title_and_lead_though_others_come_oftener() -> None:
    often = [text(" ".join(f"слово{number}" for number in range(MOST_SEARCH_TERMS)), "Деталі")] * 3
    parts = sections([text("Міст через річку Стир відкрили."), *often])
    known_by, found = index_terms("Лучани", parts, "uk")
    assert set(known_by) <= set(found)
    assert found[:5] == tuple(stem(word, "uk") for word in ("Лучани", "міст", "річка", "Стир", "відкрили"))
    assert len(found) == MOST_SEARCH_TERMS


def test_a_part_of_a_name_with_a_hyphen_finds_it() -> None:
    assert stem("Петербург", "uk") in terms("Міст у Санкт-Петербурзі", (), "uk")
    assert stem("Ukraine", "en") in terms("Ukraine's bridge", (), "en")


def test_other_terms_are_another_version() -> None:
    """When this fails, raise TERMS_VERSION and write the new pair here: kept articles then get the new terms too."""
    written = {"uk": BRIDGE_UK, "ru": BRIDGE_RU, "en": BRIDGE_EN}
    made = [index_terms("", sections(parts), language) for language, parts in written.items()]
    assert (TERMS_VERSION, zlib.crc32(repr(made).encode())) == (1, 3778706560)
