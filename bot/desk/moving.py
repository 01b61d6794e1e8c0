"""Articles whose address changed: which of a feed's items are known already, also under a new address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.news.spelling import normal
from bot.news.urls import key
from bot.sources import Item
from bot.store import Database, articles

SAME = timedelta(days=1)
"""How far apart the times may be of an article before and after its address changed."""
_SHARED = 3
"""One word in so many, at least, is the same in its titles."""


async def known_items(db: Database, source_id: str, items: Sequence[Item], now: datetime) -> dict[str, articles.Known]:
    """By key of their addresses. What stands at a new one under the guid of an article is that article, moved;
    unless the feed has both, or its time or title tells that the guid is used anew."""
    addresses = [item.url for item in items]
    async with db.read() as tx:
        known = await articles.find(tx, addresses)
        new = {item.guid: item for item in items if item.guid and key(item.url) not in known}
        named = await articles.named(tx, source_id, new)
    there = {one.article_id for one in known.values()}
    moved = [
        (one.article_id, new[guid].url)
        for guid, one in named.items()
        if one.article_id not in there and _is_moved(one, new[guid], now)
    ]
    if not moved:
        return known
    async with db.write() as tx:
        for article_id, url in moved:
            await articles.move(tx, article_id, url)
        return await articles.find(tx, addresses)


def _is_moved(one: articles.Named, item: Item, now: datetime) -> bool:
    old, new = set(normal(one.title).split()), set(normal(item.title).split())
    retitled = _SHARED * len(old & new) >= min(len(old), len(new))
    return retitled and abs((item.published_at or now) - one.published_at) < SAME
