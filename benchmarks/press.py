"""A publisher in a process of its own that never stops: whenever a feed of its is asked for, there are new articles."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from multiprocessing.connection import Connection
from random import Random

from aiohttp import web

from benchmarks.quality import grown

FEEDS, PAPERS = 16, 2
NEW, LISTED = 20, 40
"""Articles that come with each look, and those that a feed lists."""
PARAGRAPHS, LONG = 3, 20
"""Of an article, and words of each: news in brief."""


@contextmanager
def printing(articles: int) -> Iterator[str]:
    """The sources file of a publisher of so many articles."""
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe(duplex=False)
    process = spawn.Process(target=_serve, args=(theirs, articles), daemon=True)
    process.start()
    try:
        root = ours.recv()
        yield "\n".join(_source(number, root) for number in range(FEEDS))
    finally:
        process.terminate()
        process.join()


def _source(number: int, root: str) -> str:
    fields = {
        "id": f"feed{number}",
        "name": f"Paper {number % PAPERS}",
        "language": "en",
        "feed": f"{root}/feed/{number}",
    }
    return "\n".join(
        ["[[source]]", *(f"{name} = {json.dumps(value)}" for name, value in fields.items()), "every = 1\n"]
    )


class Press:
    def __init__(self, articles: int) -> None:
        self._left = articles
        self._number = 0
        self._listed: dict[int, deque[tuple[int, datetime]]] = defaultdict(lambda: deque(maxlen=LISTED))

    async def feed(self, request: web.Request) -> web.Response:
        listed = self._listed[int(request.match_info["feed"])]
        new = min(NEW, self._left)
        self._left -= new
        for _ in range(new):
            self._number += 1
            listed.append((self._number, datetime.now(UTC)))
        last = f'"{listed[-1][0] if listed else 0}"'
        if request.headers.get("If-None-Match") == last:
            return web.Response(status=304, headers={"ETag": last})
        items = "".join(_item(number, at, f"http://{request.host}") for number, at in listed)
        xml = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Paper</title>{items}</channel></rss>'
        return web.Response(text=xml, content_type="application/rss+xml", headers={"ETag": last})

    async def page(self, request: web.Request) -> web.Response:
        number = int(request.match_info["number"])
        body = "".join(
            f"<p>{' '.join(grown.terms(Random(f'{number}.{part}'), LONG))}.</p>" for part in range(PARAGRAPHS)
        )
        head = f"<title>{_title(number)}</title>"
        page = (
            f"<!doctype html><html><head>{head}</head><body><article><h1>{_title(number)}</h1>{body}</article></body>"
        )
        return web.Response(text=page, content_type="text/html")


def _item(number: int, at: datetime, root: str) -> str:
    told = f"<title>{_title(number)}</title><link>{root}/news/{number}</link><guid>{number}</guid>"
    summary = " ".join(grown.terms(Random(number), 25))
    return f"<item>{told}<pubDate>{format_datetime(at)}</pubDate><description>{summary}.</description></item>"


def _title(number: int) -> str:
    return " ".join(grown.terms(Random(-number), 9)).capitalize()


def _serve(ready: Connection, articles: int) -> None:
    asyncio.run(_served(ready, articles))


async def _served(ready: Connection, articles: int) -> None:
    press, app = Press(articles), web.Application()
    app.router.add_get("/feed/{feed}", press.feed)
    app.router.add_get("/news/{number}", press.page)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, backlog=256).start()
    ready.send("http://{}:{}".format(*runner.addresses[0][:2]))
    await asyncio.Event().wait()
