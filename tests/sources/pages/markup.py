"""Pages in miniature, of our own writing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from lxml import html

from bot.sources.pages.head import Head, read_head
from bot.sources.paragraphs import read_html

URL = "https://news.town.example/2026/library"


def linked(article: Mapping[str, Any]) -> str:
    """JSON-LD."""
    return f'<script type="application/ld+json">{json.dumps(article)}</script>'


def meta(**contents: str) -> str:
    """Colons of names are written as two underscores."""
    return "".join(f'<meta name="{name.replace("__", ":")}" content="{text}">' for name, text in contents.items())


def parsed(markup: str) -> tuple[html.HtmlElement, Head]:
    root = read_html(f"<html><body>{markup}</body></html>")
    assert root is not None
    return root, read_head(root, URL)
