from __future__ import annotations

import zlib

import pytest

from bot.enrich.sections import sections
from bot.enrich.stems import stem
from bot.enrich.terms import (
    MOST_QUERY_TERMS,
    MOST_SEARCH_TERMS,
    MOST_TERMS,
    TERMS_VERSION,
    index_terms,
    query_terms,
    stems_of,
)
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


def test_a_search_finds_all_that_a_reader_sees() -> None:
    title, parts = "Лучани", sections(BRIDGE_UK)
    shown = [title, *(part.label for part in parts), *(one.text for part in parts for one in part.paragraphs)]
    known_by, found = index_terms(title, parts, "uk")
    assert set(found) == {term for text in shown for term in stems_of(text, "uk")}
    assert set(known_by) <= set(found)
    assert {stem("тріщини", "uk"), stem("пресслужба", "uk")} <= set(found)


def test_a_book_is_indexed_by_its_beginning() -> None:
    book = sections([text(" ".join(f"слово{number}" for number in range(2 * MOST_SEARCH_TERMS)))])
    assert len(index_terms("Лучани", book, "uk")[1]) == MOST_SEARCH_TERMS


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("F-16", "Three F-16s flew"),
        ("F16", "An F-16 flew"),
        ("F 16", "An F-16 flew"),
        ("f-16", "The F16's wing"),
        ("С-300", "Комплекс S-300"),
        ("24/7", "Open 24/7"),
        ("15", "It was 15 years old"),
        ("covid", "The COVID-19 years"),
        ("X", "He wrote on X that"),
    ],
)
def test_what_has_a_number_is_found(asked: str, written: str) -> None:
    assert set(stems_of(asked, "en")) <= set(index_terms(written, (), "en")[1])
    assert list(stems_of(asked, "en"))


@pytest.mark.parametrize(
    ("asked", "written"), [("С-300", "Ще 300 осіб"), ("F-16", "An F-15 and 16 more"), ("a", "a b")]
)
def test_another_number_is_not_found(asked: str, written: str) -> None:
    assert not {*stems_of(asked, "uk")} & set(index_terms(written, (), "uk")[1])


def test_letters_and_small_numbers_tell_no_likeness() -> None:
    assert terms("F 16 years 15 X bridge", (), "en") == ("bridg",)


def test_a_part_of_a_name_with_a_hyphen_finds_it() -> None:
    assert stem("Петербург", "uk") in terms("Міст у Санкт-Петербурзі", (), "uk")
    assert stem("Ukraine", "en") in terms("Ukraine's bridge", (), "en")


def test_other_terms_are_another_version() -> None:
    """When this fails, raise TERMS_VERSION and write the new pair here: kept articles then get the new terms too."""
    written = {"uk": BRIDGE_UK, "ru": BRIDGE_RU, "en": BRIDGE_EN}
    made = [index_terms("", sections(parts), language) for language, parts in written.items()]
    assert (TERMS_VERSION, zlib.crc32(repr(made).encode())) == (2, 312562064)
