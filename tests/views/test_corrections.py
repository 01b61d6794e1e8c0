from __future__ import annotations

import pytest

from bot.locales import load
from bot.news.alert import Alert, Media, MediaKind
from bot.views.corrections import STRUCK_MIN, retracted_alert
from bot.views.text import plain

PHOTO = Media(MediaKind.PHOTO, "photo")


@pytest.mark.parametrize(("media", "most"), [((), 4096), ((PHOTO,), 1024)])
def test_what_is_struck_out_makes_room_for_the_reason(media: tuple[Media, ...], most: int) -> None:
    original = Alert({"en": "<b>" + "x&amp;" * (most // 2) + "</b>"}, media)
    for language, words in load().items():
        text = retracted_alert(original, Alert({"en": "A <i>mistake</i>"}), words).text
        assert len(plain(text)) == most, language
        assert text.endswith("…</s>\n\nA <i>mistake</i>")
        assert "<s>x&amp;x&amp;" in text


def test_a_reason_longer_than_all_the_room_is_left_too_long_to_be_told_so() -> None:
    text = retracted_alert(Alert({"en": "x" * 900}, (PHOTO,)), Alert({"en": "y" * 1000}), load()["en"]).text
    assert len(plain(text)) > 1024
    assert "x" * (STRUCK_MIN - 1) + "…" in text
