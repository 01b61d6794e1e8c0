from __future__ import annotations

import pytest

from bot.locales import load
from bot.views.editors import Line, Log, editors
from tests.store.samples import NOON


@pytest.mark.parametrize(("language", "quoted"), [("uk", "«Міст»"), ("ru", "«Міст»"), ("en", "“Міст”")])
def test_subjects_stand_in_the_quotation_marks_of_the_language(language: str, quoted: str) -> None:
    log = Log([Line(1, 7, "broadcast", "Міст", NOON)], first=True, more=False)
    shown = editors([7], log, "UTC", NOON, load()[language]).text
    assert quoted in shown
