"""Every message that a reader can see exists in every language, whole and with the same placeholders."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from bot.locales import LANGUAGES
from tests.house.tree import BOT

KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
TRANSLATED = sorted(set(LANGUAGES) - {"en"})
PLACEHOLDER = re.compile(r"\{\w*\}|</?\w+>|/\w+\b")


def messages() -> set[str]:
    """Message ids in the views; of plurals, the singular."""
    found: set[str] = set()
    for _file, _line, message, _comments, _context in extract_from_dir(BOT / "views", keywords=KEYWORDS):
        found.add(message if isinstance(message, str) else message[0])
    return found


def translations(language: str) -> Iterator[tuple[str, list[str], bool]]:
    with (BOT / "locales" / f"{language}.po").open("rb") as file:
        for message in read_po(file, locale=language):
            if message.id:
                id_ = message.id if isinstance(message.id, str) else message.id[0]
                texts = [message.string] if isinstance(message.string, str) else list(message.string or ())
                yield id_, texts, message.fuzzy


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_message_is_missing_fuzzy_or_left_over(language: str) -> None:
    catalogue = list(translations(language))
    assert {id_ for id_, _texts, _fuzzy in catalogue} == messages()
    assert not [id_ for id_, texts, fuzzy in catalogue if fuzzy or not all(texts)]


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_keep_placeholders_and_markup(language: str) -> None:
    for id_, texts, _fuzzy in translations(language):
        wanted = sorted(set(PLACEHOLDER.findall(id_)))
        for text in texts:
            assert sorted(set(PLACEHOLDER.findall(text))) == wanted, (id_, text)


@pytest.mark.parametrize("language", TRANSLATED)
def test_plurals_have_every_form(language: str) -> None:
    with (BOT / "locales" / f"{language}.po").open("rb") as file:
        forms = read_po(file, locale=language).num_plurals
    for id_, texts, _fuzzy in translations(language):
        assert len(texts) in (1, forms), id_


def test_no_text_for_readers_outside_views() -> None:
    """Cyrillic or gettext in a page would be text that no translator finds."""
    for file in (BOT / "pages").rglob("*.py"):
        source = file.read_text(encoding="utf-8")
        assert not re.search(r"gettext\(|[а-яіїєґ]", source, re.IGNORECASE), file
