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
        ("F-16", "Три винищувачі F-16 прибули", "uk"),
        ("F-16", "Three F-16s and an F16's wing", "en"),
        ("S-300", "Комплекс С-300", "ru"),
        ("COVID", "Після COVID-19", "uk"),
        ("20-річний", "Допит 20-річного водія", "uk"),
        ("24/7", "Open 24/7", "en"),
        ("гривня", "мільйон гривень", "uk"),
        ("день", "за три дні до дня міста", "uk"),
        ("діти", "лікарня для дітей", "uk"),
        ("деньги", "не хватает денег", "ru"),
        ("defence", "Defense forces", "en"),
        ("crises", "a crisis in a bank", "en"),
        ("wolf", "Two wolves were seen", "en"),
        ("policeman", "Two policemen came", "en"),
        ("organisation", "Two organizations", "en"),
        ("nato", "Саміт НАТО", "uk"),
        ("Zelensky", "Слово Зеленського", "uk"),
        ("zelensky", "Слова Зеленского", "ru"),
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
        ("С-300", "с 300 метров", "ru"),
        ("F-16", "F-15 та 16 літаків", "uk"),
        ("червень", "Червоний Хрест", "uk"),
        ("посол", "після відповіді", "uk"),
        ("Олег", "Ольга прибула", "uk"),
        ("Игорь", "Игра началась", "ru"),
        ("город", "гордый человек", "ru"),
        ("nato", "нато", "uk"),
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


def test_a_publishers_names_are_found_in_their_own_script_alone() -> None:
    assert Phrases(["List"], "uk", any_script=False).found_in(["Лист прийшов"]) == []


def test_a_key_is_the_same_for_all_forms() -> None:
    assert phrase_key("Верховної Ради", "uk") == phrase_key("ВЕРХОВНА РАДА", "uk")
    assert phrase_key("…", "uk") == ()


@given(st.lists(st.text(max_size=20), max_size=5), st.text(max_size=60), st.sampled_from(["uk", "ru", "en", "xx"]))
def test_any_phrases_and_text(phrases: list[str], text: str, language: str) -> None:
    found = Phrases(phrases, language).found_in([text])
    assert set(found) <= set(phrases)
