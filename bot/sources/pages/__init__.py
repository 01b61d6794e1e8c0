"""Page readers: bytes of an article's page → Page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from bot.sources.pages import generic, pravda
from bot.sources.pages.page import Page

__all__ = ["READERS", "Page", "PageReader", "read_page"]


class PageReader(Protocol):
    def __call__(self, body: bytes, *, url: str, charset: str = "") -> Page:
        """`url` is where the page was found, `charset` what the HTTP header said. Raises PageError, nothing else."""


READERS: Mapping[str, PageReader] = {"": generic.read, "pravda": pravda.read}
"""By the name that a source gives in the catalogue."""


def read_page(name: str, body: bytes, url: str, charset: str) -> Page:
    return READERS[name](body, url=url, charset=charset)
