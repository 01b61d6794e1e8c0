"""What hostile feeds may cost: never the event loop, never much memory, never longer than patience lasts."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

import pytest

from bot.sources.documents import MOST_ENTRIES
from bot.sources.errors import ReadingError
from bot.sources.feeds import read_feed
from bot.sources.fetch import FEED_BYTES, Fetched
from bot.sources.killable import Parsers
from bot.sources.reading import FEED_PATIENCE, INLINE_BYTES, INLINE_ITEMS, feed_of
from tests.sources.test_hostile import peak

STALL = 0.3
"""Seconds for which the event loop may stand still: more than is promised, as those of a busy machine are long."""
TRIES = 4
"""What a feed does, it does every time; what a busy machine does, it does not."""
GROWTH = 50_000_000
"""Bytes."""


@pytest.fixture
async def parsers() -> AsyncIterator[Parsers]:
    async with Parsers() as parsers:
        yield parsers


def feed(item: Callable[[int], str], size: int) -> bytes:
    length = max(len(item(1_000)), 1)
    items = "".join(item(number) for number in range(size // length))
    return f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>".encode()[:size]


def dated(number: int) -> str:
    return f"<item><title>T</title><link>/{number}</link><pubDate>2 of march {number} at ten</pubDate></item>"


HOSTILE: dict[str, bytes] = {
    "empty items": feed(lambda _: "<item/>", INLINE_BYTES),
    "tiny items": feed(lambda number: f"<item><link>/{number}</link></item>", INLINE_BYTES),
    "slow dates": feed(dated, INLINE_ITEMS * len(dated(1_000))),
    "paragraphs": feed(lambda _: "<item><link>/1</link><description>&lt;p>a&lt;p>b</description></item>", 24_000),
    "unclosed items": feed(lambda _: "<item>", INLINE_BYTES),
    "comments": feed(lambda _: "<!-- <a> ", INLINE_BYTES),
    "depth": feed(lambda _: "<a><b>", INLINE_BYTES),
    "brackets": b'{"version": "https://jsonfeed.org/version/1", "items": ' + b"[" * INLINE_BYTES,
    "numbers": b'{"version": "https://jsonfeed.org/version/1", "items": [{"id": ' + b"9" * 200_000 + b"}]}",
    "escapes": feed(lambda _: "<item><link>/1</link><title>" + "&amp;" * 2_000 + "</title></item>", INLINE_BYTES),
    "dashes": b"<rss><channel><item><title>" + b"<!--" * 50_000,
    "attributes": ("<rss " + " ".join(f"a{number}='1'" for number in range(12_000)) + "/>").encode(),
}


LONG = f"<item><link>/{{}}</link><description>{'Лан ' * 9_000}</description></item>"


async def stall(parsers: Parsers, body: bytes) -> float:
    """The longest that the event loop stood still, in seconds of our own process: others keep it waiting, too."""
    stalls = [0.0]

    async def watch() -> None:
        while True:
            before = time.process_time()
            await asyncio.sleep(0.001)
            stalls.append(time.process_time() - before)

    watching = asyncio.create_task(watch())
    with suppress(ReadingError):
        await feed_of(parsers, Fetched("https://herald.example/rss", body, "", "", "", ""))
    watching.cancel()
    return max(stalls)


@pytest.mark.parametrize("kind", HOSTILE)
async def test_the_event_loop_goes_on_and_patience_ends(parsers: Parsers, kind: str) -> None:
    async with asyncio.timeout(TRIES * FEED_PATIENCE + 30):
        stalls = [await stall(parsers, HOSTILE[kind])]
        while stalls[-1] >= STALL and len(stalls) < TRIES:
            stalls.append(await stall(parsers, HOSTILE[kind]))
        assert min(stalls) < STALL, stalls


@pytest.mark.parametrize("item", ["<item><link>/{}</link></item>", "<item/>", "<!-- {} <item> ", LONG])
async def test_the_largest_feed_that_is_fetched_costs_little_memory(parsers: Parsers, item: str) -> None:
    body = feed(item.format, FEED_BYTES)
    before = peak(anew=True)
    await stall(parsers, body)
    assert peak() - before < GROWTH


def test_of_endless_items_the_first_are_read() -> None:
    body = feed(lambda number: f"<item><link>/{number}</link></item>", 2_000_000)
    read = read_feed(body, url="https://herald.example/rss")
    assert (read.entries, read.items[0].url) == (MOST_ENTRIES, "https://herald.example/0")
