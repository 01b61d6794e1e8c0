from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.enrich.forms import agree
from bot.enrich.stems import stem


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("Луганськ", "Луганська", "uk"),
        ("Луганська", "Луганської", "uk"),
        ("Романов", "Романовим", "uk"),
        ("Роман", "Романові", "uk"),
        ("Харків", "Харкова", "uk"),
        ("військовий", "військові", "uk"),
        ("військо", "війська", "uk"),
        ("Придністров'я", "Придністров'ю", "uk"),
        ("Донецк", "Донецком", "ru"),
        ("депутат", "депутатов", "ru"),
        ("Харьков", "Харькове", "ru"),
        ("penalty", "penalties", "en"),
        ("strike", "striking", "en"),
        ("Paris", "Paris's", "en"),
        ("anything", "whatever", "xx"),
    ],
)
def test_forms_of_one_word(one: str, other: str, language: str) -> None:
    assert agree(one, other, language)
    assert agree(other, one, language)


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("Луганськ", "Луганської", "uk"),
        ("Роман", "Романову", "uk"),
        ("Донецк", "Донецкой", "ru"),
        ("Иван", "Иванову", "ru"),
        ("Christian", "Christianity", "en"),
        ("Federer", "federal", "en"),
    ],
)
def test_other_words_of_the_same_stem(one: str, other: str, language: str) -> None:
    assert stem(one, language) == stem(other, language)
    assert not agree(one, other, language)
    assert not agree(other, one, language)


@given(st.text(max_size=30), st.text(max_size=30), st.sampled_from(["uk", "ru", "en", "xx"]))
def test_any_words_can_be_asked_about(one: str, other: str, language: str) -> None:
    assert agree(one, one, language)
    assert agree(one, other, language) == agree(other, one, language)
