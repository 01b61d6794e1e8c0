"""Pages that are empty until a browser's scripts draw them: the article's HTML is a string in one of the scripts."""

from __future__ import annotations

import json
import re

from lxml import html

from bot.news.article import Paragraph
from bot.sources.paragraphs import paragraphs

# One that is never closed goes on to the end, lest each quote in it be tried as a beginning.
_STRING = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)(?:"|$)', re.DOTALL)
_PARAGRAPH = re.compile(r"<p[\s>]|\\u003cp[\s\\>]", re.IGNORECASE)
_LEAST = 3
"""Paragraphs that make a string an article."""


def drawn(root: html.HtmlElement, url: str) -> tuple[Paragraph, ...]:
    """The paragraphs of the string that has most of them; empty if there is none."""
    strings = (string[1] for script in root.iter("script") for string in _STRING.finditer(script.text or ""))
    most = max(strings, key=lambda string: len(_PARAGRAPH.findall(string)), default="")
    if len(_PARAGRAPH.findall(most)) < _LEAST:
        return ()
    try:
        return paragraphs(json.loads(f'"{most}"', strict=False), url)
    except ValueError:
        return ()
