from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.enrich.keywords import Phrases, phrase_key


@pytest.mark.parametrize(
    ("phrase", "text", "language"),
    [
        ("air defence", "Two Air Defences were shown", "en"),
        ("протиповітряна оборона", "Засоби протиповітряної оборони прибули", "uk"),
        ("Протиповітряної Оборони", "Протиповітряна оборона працює", "uk"),
        ("міст", "Рух мостом відкрили", "uk"),
        ("київ", "У Києві сонячно", "uk"),
        ("сша", "Посол США прибув", "uk"),
        ("Нью-Йорк", "Виставка в Нью-Йорку", "uk"),
        ("зв'язок", "Після збою зв’язку немає", "uk"),
        ("рынок земли", "Открытие рынка земли", "ru"),
        ("Facebook", "Facebook-сторінка ради", "uk"),
    ],
)
def test_found_in_any_form(phrase: str, text: str, language: str) -> None:
    assert Phrases([phrase], language).found_in([text]) == [phrase]


@pytest.mark.parametrize(
    ("phrase", "text", "language"),
    [
        ("Рада", "Громада рада мосту", "uk"),
        ("ЄС", "Він є тут, є й там", "uk"),
        ("Луганськ", "Мер Луганської області", "uk"),
        ("Іван", "Поїзд до Івано-Франківська", "uk"),
        ("протиповітряна оборона", "Оборона протиповітряна й інша", "uk"),
        ("Роман", "Партія Романова", "uk"),
        ("democrat", "a democratic vote", "en"),
        ("", "Нічого", "uk"),
        ("!", "!", "uk"),
    ],
)
def test_not_found(phrase: str, text: str, language: str) -> None:
    assert Phrases([phrase], language).found_in([text]) == []


def test_many_at_once_in_order_of_mention_and_never_over_two_texts() -> None:
    phrases = Phrases(["міст", "міст через Стир", "Лучани", "Стир Лучани"], "uk")
    found = phrases.found_in(["У Лучанах відкрили мости", "Міст через Стир", "Лучани"])
    assert found == ["Лучани", "міст", "міст через Стир"]


def test_a_key_is_the_same_for_all_forms() -> None:
    assert phrase_key("Верховної Ради", "uk") == phrase_key("ВЕРХОВНА РАДА", "uk")
    assert phrase_key("…", "uk") == ()


@given(st.lists(st.text(max_size=20), max_size=5), st.text(max_size=60), st.sampled_from(["uk", "ru", "en", "xx"]))
def test_any_phrases_and_text(phrases: list[str], text: str, language: str) -> None:
    found = Phrases(phrases, language).found_in([text])
    assert set(found) <= set(phrases)
