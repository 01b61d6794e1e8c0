"""POST by the session's own connections, without what the session builds around each request.

To send a message to thousands takes the same request and an answer of which three numbers are read: half of the time of
`ClientSession.post` goes into objects for headers, cookies, redirects and bodies of all kinds.
"""

from __future__ import annotations

import asyncio

from aiohttp import ClientPayloadError, ClientRequest, ClientSession, ClientTimeout, ConnectionTimeoutError
from aiohttp.connector import Connection
from aiohttp.http import HttpProcessingError, RawResponseMessage
from yarl import URL

_HEAD = (
    "POST {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: Tagwire\r\nAccept-Encoding: identity\r\n"
    "Content-Type: application/json\r\nContent-Length: "
)


class Wire:
    """To one server, whose root is a secret. `session` stays the caller's, and so does its end."""

    def __init__(self, session: ClientSession, root: str) -> None:
        assert session.connector is not None
        self._connector = session.connector
        self._root = URL(root)
        self._where = ClientRequest("POST", self._root, loop=asyncio.get_running_loop(), session=session)
        self._heads: dict[str, bytes] = {}

    async def post(self, path: str, body: bytes, timeout: ClientTimeout) -> tuple[int, bytes]:
        """HTTP status and body; `timeout` counts by its total and what is said of connecting.

        Raises what `ClientSession.post` would: aiohttp's ClientError and TimeoutError.
        """
        connection: Connection | None = None
        try:
            async with asyncio.timeout(timeout.total):
                connection = await self._connector.connect(self._where, [], timeout)
                return await self._answered(connection, b"%b%d\r\n\r\n%b" % (self._head(path), len(body), body))
        except TimeoutError as error:
            if connection is None:
                raise ConnectionTimeoutError("the server was not reached in time") from error
            raise

    async def _answered(self, connection: Connection, request: bytes) -> tuple[int, bytes]:
        answer = None
        try:
            answer = await self._exchange(connection, request)
        except HttpProcessingError:
            raise ClientPayloadError("the answer is no HTTP") from None
        finally:
            if answer:
                connection.release()
            else:
                connection.close()
        return answer

    async def _exchange(self, connection: Connection, request: bytes) -> tuple[int, bytes]:
        protocol = connection.protocol
        assert protocol is not None
        assert protocol.transport is not None
        protocol.set_response_params(read_until_eof=True)
        protocol.transport.write(request)
        told: RawResponseMessage
        while True:
            told, payload = await protocol.read()
            if told.code >= 200:
                return told.code, await payload.read()

    def _head(self, path: str) -> bytes:
        head = self._heads.get(path)
        if head is None:
            url = self._root / path
            head = self._heads[path] = _HEAD.format(url.raw_path_qs, url.raw_authority).encode()
        return head
