"""The gallery shows every message there is, as the code has it."""

from __future__ import annotations

import pytest

from bot.locales import LANGUAGES
from tests.gallery.__main__ import FOLDER
from tests.gallery.gallery import gallery
from tests.house.test_catalogues import messages


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_files_are_what_the_code_draws(language: str) -> None:
    drawn, said = gallery(language)
    assert said - messages() == set(), "asked for in a way that translators' tools do not find"
    assert messages() - said == set(), "no sample brings these about: see tests/gallery/further.py"
    assert drawn == (FOLDER / f"{language}.md").read_text(encoding="utf-8"), (
        "run `make gallery`, and look at the change"
    )
