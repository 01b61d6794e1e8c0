"""Servers that mean harm: none takes much memory, holds up the event loop, or is waited for without end."""

from __future__ import annotations

import asyncio
import time
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path

import pytest

from bot.news.trouble import Trouble
from bot.sources.errors import FetchError
from bot.sources.fetch import Fetcher

PATIENCE = 1.0
"""Seconds for a whole answer."""
STALL = 0.3
"""Seconds for which the event loop may stand still: more than is promised, as those of a busy machine are long."""
GROWTH = 50_000_000
"""Bytes."""
OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"

Conversation = Callable[[asyncio.StreamWriter], Awaitable[None]]


async def endless(start: bytes, more: bytes, writer: asyncio.StreamWriter) -> None:
    writer.write(start)
    while True:
        writer.write(more)
        await writer.drain()


async def slow(start: bytes, more: bytes, writer: asyncio.StreamWriter) -> None:
    writer.write(start)
    while True:
        writer.write(more)
        await asyncio.sleep(0.05)


async def whole(answer: bytes, writer: asyncio.StreamWriter) -> None:
    writer.write(answer)
    await writer.drain()
    await asyncio.sleep(PATIENCE)


def squeezed(encoding: str, wbits: int, megabytes: int = 500) -> bytes:
    """So many megabytes of nothing, a thousandth in size."""
    press = zlib.compressobj(9, zlib.DEFLATED, wbits)
    body = b"".join(press.compress(bytes(1_000_000)) for _ in range(megabytes)) + press.flush()
    return OK + f"Content-Encoding: {encoding}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


HOSTILE: dict[str, tuple[Callable[[], Conversation], Trouble]] = {
    "endless headers": (lambda: partial(endless, OK, b"X-Header: %s\r\n" % (b"a" * 1_000)), Trouble.AWAY),
    "an endless header": (lambda: partial(endless, OK + b"X: ", b"a" * 60_000), Trouble.AWAY),
    "an endless status": (lambda: partial(endless, b"HTTP/1.1 200 ", b"a" * 60_000), Trouble.AWAY),
    "endless interim answers": (lambda: partial(slow, b"", b"HTTP/1.1 100 Continue\r\n\r\n"), Trouble.SLOW),
    "an endless body": (lambda: partial(endless, OK + b"\r\n", b"a" * 60_000), Trouble.LARGE),
    "endless chunks": (lambda: partial(endless, CHUNKED, b"1000\r\n" + b"a" * 4096 + b"\r\n"), Trouble.LARGE),
    "an endless chunk's head": (lambda: partial(endless, CHUNKED + b"5;", b"a" * 4096), Trouble.SLOW),
    "endless trailers": (lambda: partial(endless, CHUNKED + b"0\r\n", b"X: a\r\n" * 1_000), Trouble.AWAY),
    "a byte now and then": (lambda: partial(slow, OK + b"\r\n", b"a"), Trouble.SLOW),
    "a header now and then": (lambda: partial(slow, OK, b"X: a\r\n"), Trouble.SLOW),
    "silence": (lambda: partial(slow, b"", b""), Trouble.SLOW),
    "gzip": (lambda: partial(whole, squeezed("gzip", 31)), Trouble.LARGE),
    "deflate": (lambda: partial(whole, squeezed("deflate", 15)), Trouble.LARGE),
    "bare deflate": (lambda: partial(whole, squeezed("deflate", -15)), Trouble.LARGE),
    "a lie about gzip": (lambda: partial(whole, OK + b"Content-Encoding: gzip\r\n\r\nnot at all"), Trouble.AWAY),
}


@asynccontextmanager
async def saying(conversation: Conversation) -> AsyncIterator[str]:
    talks: list[asyncio.Task[None]] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError):
                await reader.readuntil(b"\r\n\r\n")
                await conversation(writer)
        finally:
            writer.transport.abort()

    def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talks.append(asyncio.create_task(talk(reader, writer)))

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        for task in talks:
            task.cancel()
        await asyncio.gather(*talks, return_exceptions=True)


def peak(*, anew: bool = False) -> int:
    """The most memory that this process had, in bytes; `anew`: from now on."""
    if anew:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in status if line.startswith("VmHWM")).split()[1]) * 1024


@pytest.mark.parametrize("kind", HOSTILE)
async def test_it_ends_soon_and_costs_little(kind: str) -> None:
    make, trouble = HOSTILE[kind]
    conversation = make()
    async with saying(conversation) as url, Fetcher(allow_private=True) as fetcher:
        before, stalls = peak(anew=True), [0.0]

        async def watch() -> None:
            while True:
                started = time.process_time()
                await asyncio.sleep(0.001)
                stalls.append(time.process_time() - started)

        watching = asyncio.create_task(watch())
        with pytest.raises(FetchError) as caught:
            await fetcher.get(url, timeout=PATIENCE)
        watching.cancel()
    assert caught.value.trouble is trouble
    assert max(stalls) < STALL
    assert peak() - before < GROWTH
