from __future__ import annotations

import pytest

from bot.pages.wishes import LONGEST, Wish, found_by, wish


@pytest.mark.parametrize(
    ("searched", "language", "followed"),
    [
        ("кракозябра", "uk", "кракозябра"),
        ("нічний автобус у Києві", "uk", "нічний + автобус + Києві"),
        ("bridge, Bridges; BRIDGE opens", "en", "bridge + opens"),
        ("and the", "en", ""),
        ("", "en", ""),
    ],
)
def test_the_words_of_a_search_that_say_something_are_followed(searched: str, language: str, followed: str) -> None:
    assert found_by(searched, language) == followed


def test_many_words_are_cut_between_words() -> None:
    followed = found_by(" ".join(f"word{number}" for number in range(50)), "en")
    assert followed.startswith("word0 + word1")
    assert followed.split(" + ")[-1] in ("word5", "word6")
    assert len(followed) <= LONGEST
    assert found_by("x" * 39 + " " + "y" * 39, "en") == "x" * 39


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nato -sport", Wish("nato", without=("sport",))),
        ('"air defence" -“ice hockey”', Wish(phrase="air defence", without=("ice hockey",))),
        ('"air defence', Wish(phrase="air defence")),
        ("«протиповітряна оборона» -спорт", Wish(phrase="протиповітряна оборона", without=("спорт",))),
        ('"air defence" "Kharkiv"', Wish(phrase="air defence + Kharkiv")),
        ('"' + "a" * 50 + '" "' + "b" * 50 + '"', Wish(phrase="a" * 50)),
        ("-sport", Wish(without=("sport",))),
        ("F-16", Wish("F-16")),
        ("", Wish()),
    ],
)
def test_what_a_wish_means(typed: str, meant: Wish) -> None:
    assert wish(typed) == meant
