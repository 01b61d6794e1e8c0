"""A publisher whose feed and pages say what a test wants."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

from aiohttp import web


@dataclass
class Publisher:
    """A feed and pages at one address; what they say is up to the test."""

    feed: bytes = b""
    pages: dict[str, bytes] = field(default_factory=dict)
    looks: int = 0
    asked: list[str] = field(default_factory=list)
    """The paths of the other pages."""
    root: str = ""

    def items(self, *entries: tuple[str, str, str]) -> None:
        """(path, title, text) each."""
        self.feed = self._written("T", entries)

    def also(self, path: str, title: str, *entries: tuple[str, str, str]) -> None:
        """Another feed."""
        self.pages[path] = self._written(title, entries)

    def _written(self, name: str, entries: Sequence[tuple[str, str, str]]) -> bytes:
        now = format_datetime(datetime.now(UTC))
        items = "".join(
            f"<item><title>{escape(title)}</title><link>{self.root}{path}</link><pubDate>{now}</pubDate>"
            f"<description>{escape(text)}</description></item>"
            for path, title, text in entries
        )
        channel = f"<channel><title>{name}</title>{items}</channel>"
        return f"<?xml version='1.0'?><rss version='2.0'>{channel}</rss>".encode()

    async def answer_feed(self, _request: web.Request) -> web.Response:
        self.looks += 1
        return web.Response(body=self.feed, content_type="application/rss+xml")

    async def answer_page(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        if request.path not in self.pages:
            raise web.HTTPForbidden
        return web.Response(body=self.pages[request.path], content_type="text/html")

    async def looked(self, times: int = 2) -> None:
        """Waits until the bot has read what the feed says now."""
        wanted = self.looks + times
        async with asyncio.timeout(30):
            while self.looks < wanted:
                await asyncio.sleep(0.02)


@asynccontextmanager
async def serving(publisher: Publisher) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_get("/rss", publisher.answer_feed)
    app.router.add_get("/{path:.*}", publisher.answer_page)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    publisher.root = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield publisher.root
    finally:
        await runner.cleanup()
