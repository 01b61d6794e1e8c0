from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.enrich.sentences import sentences
from tests.enrich.texts import joined

WILD = st.text(st.sampled_from(list("абвАБВabAB12 .!?…,:;-–—\"'«»“”„()\n\t。ім")), max_size=200) | st.text(max_size=80)


@given(WILD)
def test_no_letter_is_lost_and_the_order_stays(text: str) -> None:
    assert joined(sentences(text)) == joined([text])


@given(WILD)
def test_no_sentence_is_empty_or_has_loose_gaps(text: str) -> None:
    assert all(sentence and sentence == " ".join(sentence.split()) for sentence in sentences(text))


@pytest.mark.parametrize(
    "whole",
    [
        "Парк ім. Тараса Шевченка у м. Луцьк відкрили на вул. Лесі Українки.",
        "В. Гайовий та О.-П. Коваль підписали угоду.",
        "У 2019 р. Україна купила 5 тис. тонн зерна за 3 млн. 200 тис. гривень.",
        "Завод в г. Ровно на ул. Садовой закрыли с 1 мая.",
        "Mr. Brown met Gen. J. R. Stone of the U.S. Navy at St. Mary's.",
        "See No. 5 and pp. 7, e.g. The Times.",
        "Курс – 41.5 гривні за долар, сайт news.example працює.",
        '"Так!" – сказав він і пішов.',
        '"Ми йдемо. Це наше. Крапка", – заявила речниця.',
        "«Мы идём. Это наше!» – Гаевая не шутила.",
        "Він... не прийшов.",
        "1. Перший пункт списку.",
    ],
)
def test_one_sentence_stays_one(whole: str) -> None:
    assert sentences(whole) == (whole,)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Міст відкрили.", "Рух почався о шостій."),
        ("Вони зібрали 300 грн.", "Гроші передали лікарні."),
        ("He left at 5 p.m.", "The others stayed."),
        ("Що далі?!", "Ніхто не знає."),
        ("Тихо…", "Ідуть."),
        ('Вона сказала: "Ідемо."', "Усі встали."),
        ("(Так вирішила рада.)", "Рішення остаточне."),
        ("Приехали все.", "– А кто остался?"),
        ("Прибули 12 осіб.", "3 поїхали."),
        ("it was late .", "they left ."),
    ],
)
def test_two_sentences_are_two(first: str, second: str) -> None:
    assert sentences(f"{first} {second}") == (first, second)


def test_a_quote_that_never_ends_hides_nothing() -> None:
    assert sentences('Він сказав: "Ідемо. Усі встали. Тихо.') == ('Він сказав: "Ідемо.', "Усі встали.", "Тихо.")


def test_stops_that_need_no_gap() -> None:
    assert sentences("橋が開通した。渋滞はない。") == ("橋が開通した。", "渋滞はない。")


@pytest.mark.parametrize("odd", ['"', ' "', "«", '. "', "...", " a. ", "1. ", '".', "“ „ ", "а. «"])
def test_a_hostile_text_is_split_without_end_or_loss(odd: str) -> None:
    """Quadratic time would make these tests hang."""
    assert joined(sentences(odd * 30_000)) == joined([odd * 30_000])


def test_a_german_ordinal_ends_no_sentence() -> None:
    assert sentences("Am 8. November wird gewählt. Die Wahl beginnt um 8. Danach wird gezählt.") == (
        "Am 8. November wird gewählt.",
        "Die Wahl beginnt um 8.",
        "Danach wird gezählt.",
    )
    assert sentences("Der Bericht vom 3. Mai liegt vor.") == ("Der Bericht vom 3. Mai liegt vor.",)
