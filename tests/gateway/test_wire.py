"""POST at its barest, against servers that say odd things byte by byte."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from aiohttp import ClientError, ClientSession, ClientTimeout, ConnectionTimeoutError, TCPConnector
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.gateway.wire import Wire

TIMEOUT = ClientTimeout(total=5, sock_connect=2)
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@dataclass
class Server:
    port: int = 0
    connections: int = 0
    asked: list[bytes] = field(default_factory=list)


@asynccontextmanager
async def answering(*answers: bytes) -> AsyncIterator[tuple[Wire, Server]]:
    """Each request gets the next answer; an empty one closes the connection."""
    server, waiting = Server(), iter(answers)

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server.connections += 1
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
                server.asked.append(head + await reader.readexactly(length))
                answer = next(waiting)
                writer.write(answer)
                await writer.drain()
                if not answer.endswith(OK[-2:]):
                    break
        except asyncio.IncompleteReadError:
            pass
        finally:
            writer.close()

    async with await asyncio.start_server(talk, "127.0.0.1", 0) as listening, ClientSession() as session:
        server.port = listening.sockets[0].getsockname()[1]
        yield Wire(session, f"http://127.0.0.1:{server.port}/bot42:secret"), server


async def test_many_requests_take_one_connection_and_are_whole() -> None:
    async with answering(OK, OK) as (wire, server):
        for body in (b'{"text":"one"}', '{"text":"два"}'.encode()):
            assert await wire.post("sendMessage", body, TIMEOUT) == (200, b"ok")
            assert server.asked[-1].startswith(b"POST /bot42:secret/sendMessage HTTP/1.1\r\n")
            assert f"Host: 127.0.0.1:{server.port}\r\n".encode() in server.asked[-1]
            assert server.asked[-1].endswith(b"\r\n\r\n" + body)
    assert server.connections == 1


async def test_any_status_is_an_answer_and_what_comes_before_it_is_none() -> None:
    early = b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
    chunked = b"HTTP/1.1 502 Bad Gateway\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nBad\r\n0\r\n\r\n"
    moved = b"HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 2\r\n\r\nok"
    async with answering(early + OK, moved, chunked) as (wire, _):
        assert await wire.post("a", b"{}", TIMEOUT) == (200, b"ok")
        assert await wire.post("a", b"{}", TIMEOUT) == (302, b"ok")
        assert await wire.post("a", b"{}", TIMEOUT) == (502, b"Bad")


@pytest.mark.parametrize(
    "odd",
    [
        b"",
        b"SMTP ready\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nContent-Length: nine\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope",
    ],
)
async def test_what_is_no_whole_answer_is_an_error_and_the_next_request_is_fine(odd: bytes) -> None:
    async with answering(odd, OK) as (wire, server):
        with pytest.raises(ClientError) as caught:
            await wire.post("a", b"{}", TIMEOUT)
        assert "secret" not in str(caught.value) + repr(caught.value)
        assert await wire.post("a", b"{}", TIMEOUT) == (200, b"ok")
    assert server.connections == 2


@pytest.mark.parametrize("after", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"])
async def test_patience_ends_and_the_connection_with_it(after: bytes) -> None:
    closed = asyncio.Event()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(after)
        while await reader.read(1000):
            pass
        closed.set()
        writer.close()

    async with await asyncio.start_server(talk, "127.0.0.1", 0) as silent, ClientSession() as session:
        wire = Wire(session, f"http://127.0.0.1:{silent.sockets[0].getsockname()[1]}/x")
        with pytest.raises(TimeoutError):
            await wire.post("a", b"{}", ClientTimeout(total=0.2))
        await asyncio.wait_for(closed.wait(), 5)


async def test_nobody_there_is_a_client_error_at_once() -> None:
    async with ClientSession() as session:
        with pytest.raises(ClientError):
            await Wire(session, "http://127.0.0.1:1/x").post("a", b"{}", TIMEOUT)


class Silent(AbstractResolver):
    """A name server that never answers."""

    async def resolve(self, *_: object, **__: object) -> list[ResolveResult]:
        await asyncio.Event().wait()
        return []

    async def close(self) -> None:
        pass


async def test_a_name_that_is_not_found_out_is_a_server_that_was_not_reached() -> None:
    async with ClientSession(connector=TCPConnector(resolver=Silent())) as session:
        wire = Wire(session, "http://telegram.example/bot42:secret")
        with pytest.raises(ConnectionTimeoutError):
            await wire.post("sendMessage", b"{}", ClientTimeout(total=0.1, sock_connect=5))
