"""Addresses as pages write them → addresses that open anywhere."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urljoin

from bot.news.article import Link
from bot.news.urls import canonical, key


def address(href: str, base: str) -> str:
    """The absolute web address of a link; empty for anything else (mailto:, javascript:, "#top", broken ones)."""
    stripped = href.strip()
    if not stripped or stripped.startswith("#"):
        return ""
    try:
        return canonical(urljoin(base, stripped))
    except ValueError:
        return ""


def distinct(links: Iterable[Link], apart_from: str) -> tuple[Link, ...]:
    """One link per article, without empty ones and the one at `apart_from`."""
    kept: dict[str, Link] = {}
    for link in links:
        if link.url and link.title:
            kept.setdefault(key(link.url), link)
    kept.pop(key(apart_from), None)
    return tuple(kept.values())
