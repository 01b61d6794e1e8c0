from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.enrich.spellings import keys, typed_keys

TAGS = {
    "nato": [("НАТО", "uk"), ("NATO", "en")],
    "zelensky": [("Зеленський", "uk")],
    "kyiv": [("Київ", "uk")],
    "kharkiv": [("Харків", "uk")],
    "lviv": [("Львів", "uk")],
    "ukraine": [("Україна", "uk")],
    "berlin": [("Берлін", "uk")],
    "goncharuk": [("Гончарук", "uk")],
    "moscow": [("Москва", "uk")],
    "servant": [("Слуга народу", "uk")],
    "aid": [("aid for Ukraine", "en")],
    "ivan": [("Іван", "uk")],
}


def tag(typed: str) -> str | None:
    known = {key: slug for slug, names in TAGS.items() for name in names for key in keys(*name)}
    return next((known[key] for key in typed_keys(typed) if key in known), None)


@pytest.mark.parametrize(
    ("slug", "typed"),
    [
        ("nato", "НАТО Нато nato #НАТО"),
        ("zelensky", "Зеленського зеленский Зеленскому Zelensky Zelenskyy zelenskiy"),
        ("kyiv", "Kyiv kyiv Київ Києва Киев киеву Kiev"),
        ("kharkiv", "Харкові Харькова Kharkiv"),
        ("lviv", "Львовом Львове Lviv Lvov"),
        ("ukraine", "Україною Украине украина"),
        ("berlin", "Берліна Берлина Berlin"),
        ("goncharuk", "Гончаруком Honcharuk Goncharuk"),
        ("moscow", "Москвы Москві moskva"),
        ("servant", "слугою_народу Слузі_народу"),
        ("aid", "Aid_for_Ukraine"),
    ],
)
def test_a_tag_is_found_in_any_language_and_case_form(slug: str, typed: str) -> None:
    assert {word: tag(word) for word in typed.split()} == dict.fromkeys(typed.split(), slug)


@pytest.mark.parametrize("typed", ["", "…", "атом", "Харківщина", "лев", "Kylian", "і"])
def test_other_words_find_nothing(typed: str) -> None:
    assert tag(typed) is None


def test_a_script_without_a_sound_here_is_found_as_it_is_written() -> None:
    assert keys("日本語", "ja") == {"日本語"}


def test_what_was_typed_comes_before_what_it_sounds_like_and_stems_last() -> None:
    kinds = [key[0] if key[0] in "=~" else "" for key in typed_keys("Зеленського")]
    assert kinds == sorted(kinds, key=["", "=", "~"].index)
    assert typed_keys("Зеленського")[0] == "зеленського"


@given(st.text(max_size=40), st.sampled_from(["uk", "ru", "en", "xx"]))
def test_a_name_is_found_as_it_is_written(name: str, language: str) -> None:
    assert all(key.strip("=~ ") for key in keys(name, language))
    assert set(typed_keys(name)[:1]) <= keys(name, language)
