"""Catalogues of reader-facing text (gettext `.po`) and their loader."""

from bot.locales.words import LANGUAGES, Words, load

__all__ = ["LANGUAGES", "Words", "load"]
