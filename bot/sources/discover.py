"""From the address of a site to its feeds.

SKETCH of the interface that bot/desk/survey.py uses: whoever owns this file fills it in (links of the page, common paths).
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.sources.errors import FeedError
from bot.sources.feeds import Feed, read_feed
from bot.sources.fetch import Fetched, Fetcher, NotModified
from bot.sources.killable import Parsers


@dataclass(frozen=True, slots=True)
class Found:
    feed: str
    title: str
    language: str
    """Empty where neither the feed nor the page says it."""
    count: int
    """Articles in it."""


async def discover(fetcher: Fetcher, parsers: Parsers, address: str) -> list[Found]:
    """Raises ReadingError."""
    answer = await fetcher.get(address)
    if isinstance(answer, NotModified):
        raise FeedError("nothing there")
    feed = await parsers.run(_read, answer)
    return [Found(answer.url, feed.title, "", len(feed.items))]


def _read(answer: Fetched) -> Feed:
    return read_feed(answer.body, url=answer.url, charset=answer.charset)
