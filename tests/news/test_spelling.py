"""What people type, and the commands that tags get."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.spelling import close, command, latin, normal, sounded


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("#НАТО", "нато"), ("  Aid for_Ukraine ", "aid for ukraine"), ("зв'язок", "звязок"), ("зв’язок", "звязок")],
)
def test_spellings_meet(typed: str, stored: str) -> None:
    assert normal(typed) == stored


@given(st.text())
def test_normal_is_stable(text: str) -> None:
    assert normal(normal(text)) == normal(text)


@pytest.mark.parametrize(
    ("slug", "name", "typed"),
    [
        ("nato", "НАТО", "nato"),
        ("aid-for-ukraine", "допомога Україні", "aid_for_ukraine"),
        ("62346521d78c6", "переговори", "perehovory"),
        ("tag_Луганськ", "Луганськ", "luhansk"),
        ("5e3a8cd168ded", "!!!", "tag"),
        ("facade", "фасад", "facade"),
    ],
)
def test_commands_can_be_read_and_typed(slug: str, name: str, typed: str) -> None:
    assert command(slug, name) == typed


@given(st.text(max_size=80), st.text(max_size=80))
def test_every_tag_has_a_command_that_telegram_takes(slug: str, name: str) -> None:
    assert re.fullmatch(r"[a-z0-9_]{1,32}", command(slug, name))


def test_latin_letters_for_cyrillic_ones() -> None:
    assert latin("Зеленський") == "zelenskyi"


def test_a_slip_of_the_finger_is_forgiven() -> None:
    assert close("ukrane", ["ukraine", "kyiv", "nato"]) == ["ukraine"]
    assert close("zzzzzz", ["ukraine", "kyiv"]) == []


@pytest.mark.parametrize(
    "names",
    [
        ["Зеленський", "Зеленский", "Zelensky", "Zelenskyy", "zelenskiy", "ZELENSKYJ"],
        ["Гончарук", "Honcharuk", "GONCHARUK"],
        ["Рябошапка", "Ryaboshapka", "Riaboshapka"],
        ["Росія", "ROSIJA", "Россия"],
        ["Київ", "Kyiv", "KIJIV"],
    ],
)
def test_transliterations_sound_alike(names: list[str]) -> None:
    assert len(set(map(sounded, names))) == 1


@given(st.text())
def test_any_text_has_a_sound_in_plain_letters(text: str) -> None:
    assert sounded(text).isascii()
