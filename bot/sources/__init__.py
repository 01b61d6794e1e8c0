"""Publishers → Articles: the catalogue of sources, fetching, feeds and page readers.

catalogue.load(path) → Sources
look(fetcher, parsers, source, state) → items of its feeds → read_article(…, item, now) → Article
"""

from bot.sources import catalogue
from bot.sources.catalogue import CatalogueError
from bot.sources.discover import Found, discover
from bot.sources.errors import FeedError, FetchError, PageError, ParseFailed, ReadingError
from bot.sources.feeds import Feed, Item, read_feed
from bot.sources.fetch import Fetched, Fetcher, NotModified
from bot.sources.killable import Parsers
from bot.sources.opml import Outlines
from bot.sources.pages import READERS, Page
from bot.sources.reading import Conditional, LookResult, LookState, look, read_article

__all__ = [
    "READERS",
    "CatalogueError",
    "Conditional",
    "Feed",
    "FeedError",
    "FetchError",
    "Fetched",
    "Fetcher",
    "Found",
    "Item",
    "LookResult",
    "LookState",
    "NotModified",
    "Outlines",
    "Page",
    "PageError",
    "ParseFailed",
    "Parsers",
    "ReadingError",
    "catalogue",
    "discover",
    "look",
    "read_article",
    "read_feed",
]
