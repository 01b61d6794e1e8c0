from __future__ import annotations

import pytest

from bot.pages.wishes import LONGEST, found_by


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
