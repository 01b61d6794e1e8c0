"""Whatever is wrong with a source has words in every language."""

from __future__ import annotations

import pytest

from bot.locales import LANGUAGES, load
from bot.news.trouble import Trouble
from bot.views import opml, troubles

WORDS = load()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_trouble_is_worded(language: str) -> None:
    said = [troubles.reason(trouble, WORDS[language]) for trouble in Trouble]
    assert len(set(said)) == len(Trouble)
    for trouble, words in zip(Trouble, said, strict=True):
        assert (words == troubles.TROUBLES[trouble]) is (language == "en")
        assert not words.endswith(".")
        hint = troubles.hint(trouble, WORDS[language])
        assert not hint or (hint != troubles.hint(trouble, WORDS["en"])) is (language != "en")


def test_a_list_that_cannot_be_taken_says_why() -> None:
    said = {trouble: str(opml.unreadable(trouble, WORDS["en"]).text) for trouble in Trouble}
    assert "too large" in said[Trouble.LARGE]
    assert "send it again" in said[Trouble.AWAY]
    assert len(set(said.values())) == 5
