"""Feeds that have nothing new, served by a process of its own; run as a module it is that server."""

from __future__ import annotations

import asyncio
import socket
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.news.article import Source
from bot.sources import Conditional, Fetcher, LookState, Parsers, look
from bot.sources.feeds import read_feed

_AT_ONCE = 20
_KNOWN = LookState(feed=Conditional('"same"', "Mon, 02 Mar 2026 12:00:00 GMT"))


class Loopback(AbstractResolver):
    """Each feed has a host of its own, as on the web, and all are here."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        flags = socket.AI_NUMERICHOST
        return [ResolveResult(hostname=host, host="127.0.0.1", port=port, family=family, proto=0, flags=flags)]

    async def close(self) -> None:
        pass


async def cpu(feeds: int) -> float:
    """Seconds of CPU of this process to look once at so many feeds that answer 304."""
    async with _server() as port, Fetcher(allow_private=True, resolver=Loopback()) as fetcher, Parsers() as parsers:
        addresses = [f"http://feed{number}.example:{port}/" for number in range(feeds)]
        sources = iter([Source(str(number), "", "en", address) for number, address in enumerate(addresses)])

        async def ask() -> None:
            for source in sources:
                result = await look(fetcher, parsers, source, _KNOWN, datetime.now(UTC))
                if result.items:
                    raise ValueError(f"{source.feed}: has something new")

        began = time.process_time()
        await asyncio.gather(*(ask() for _ in range(_AT_ONCE)))
        return time.process_time() - began


def cpu_anew(feeds: int) -> float:
    """Seconds of CPU to read as many feeds of thirty articles, as one does who asks for them without validators."""
    item = "<item><title>Bridge {0} opens</title><link>https://feed.example/{0}</link><description>{1}</description></item>"
    items = "".join(item.format(number, "The bridge over the river opens today. " * 8) for number in range(30))
    body = f'<rss version="2.0"><channel><title>Feed</title>{items}</channel></rss>'.encode()
    began = time.process_time()
    for _ in range(feeds):
        read_feed(body, url="https://feed.example/")
    return time.process_time() - began


@asynccontextmanager
async def _server() -> AsyncIterator[int]:
    command = [sys.executable, "-m", "benchmarks.quality.unchanged"]
    server = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    try:
        assert server.stdout
        yield int(await server.stdout.readline())
    finally:
        server.terminate()
        await server.wait()


async def _serve() -> None:
    app = web.Application()
    app.router.add_get("/{rest:.*}", _nothing_new)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()


async def _nothing_new(request: web.Request) -> web.Response:
    return web.Response(status=304 if "If-None-Match" in request.headers else 500)


if __name__ == "__main__":
    asyncio.run(_serve())
