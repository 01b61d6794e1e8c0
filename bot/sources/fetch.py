"""Bytes from the network, on our terms: how long, how much, and from where.

Parses nothing. Every way to fail is a FetchError.
"""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from importlib import metadata
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from bot.news.trouble import Trouble
from bot.sources.addresses import PrivateAddress, is_public, socket_factory
from bot.sources.errors import FetchError, HostRests
from bot.sources.pace import Pace

FEED_BYTES = 10_000_000
PAGE_BYTES = 5_000_000
TIMEOUT = 20.0
"""Seconds for the whole road, redirects and body included."""
PAGE_TIMEOUT = 10.0
"""The same for an article's page, without which there is still the feed."""
REST = 300.0
"""Seconds for which a host is asked for no more pages after two hung, or found it too busy, and it did not say for how
long."""
MOST_REDIRECTS = 5
LONGEST_WAIT = 86_400.0
"""Seconds that a publisher's Retry-After can make us wait at most."""
PER_HOST = 2
"""Connections to one publisher at a time."""
_REDIRECTS = {301, 302, 303, 307, 308}
_PERMANENT = {301, 308}
_PORTS = {80, 443}
"""Of the ports below 1024, on which other things than the web listen."""
_STATUSES: Mapping[int, Trouble] = {
    **dict.fromkeys((401, 402, 403, 406, 451), Trouble.REFUSED),
    **dict.fromkeys((404, 410), Trouble.MISSING),
    **dict.fromkeys((408, 425, 429, 503), Trouble.BUSY),
}
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_STALE = re.compile(r"(?:^|[\s,])(no-cache|no-store)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fetched:
    url: str
    """Where the redirects ended."""
    body: bytes
    content_type: str
    charset: str
    """As declared by the header; empty if it was not."""
    etag: str
    modified: str
    fresh_for: float = 0.0
    """Seconds for which Cache-Control says it stays as it is; 0 if it does not."""
    moved_to: str = ""
    """Where all permanent redirects from the first one on lead; empty if the first was none."""


@dataclass(frozen=True, slots=True)
class NotModified:
    """What we know is still true."""

    fresh_for: float = 0.0
    moved_to: str = ""


class Fetcher:
    """One HTTP session for all sources. Use as an async context manager.

    `resolver` replaces the system's name resolution; the addresses that it gives are checked all the same, by `public`.
    """

    def __init__(
        self,
        *,
        allow_private: bool,
        user_agent: str = "",
        resolver: AbstractResolver | None = None,
        public: Callable[[str], bool] = is_public,
        page_timeout: float = PAGE_TIMEOUT,
    ) -> None:
        self._sockets = socket_factory(allow_private=allow_private, public=public)
        self._user_agent = user_agent or own_name()
        self._resolver = resolver
        self._page_timeout = page_timeout
        self._pace = Pace()
        self._session: aiohttp.ClientSession

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit_per_host=PER_HOST,
                resolver=self._resolver,
                socket_factory=self._sockets,
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": self._user_agent},
            timeout=aiohttp.ClientTimeout(total=None),
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def get(
        self,
        url: str,
        *,
        etag: str = "",
        modified: str = "",
        most_bytes: int = FEED_BYTES,
        timeout: float = TIMEOUT,
    ) -> Fetched | NotModified:
        """`etag` and `modified` are those of the last answer. Raises FetchError."""
        conditions = {"If-None-Match": etag, "If-Modified-Since": modified}
        headers = {name: value for name, value in conditions.items() if value}
        try:
            await asyncio.sleep(self._pace.wait(URL(url).host or "", asyncio.get_running_loop().time()))
            async with asyncio.timeout(timeout):
                return await self._follow(url, headers, most_bytes)
        except TimeoutError as error:
            raise FetchError(f"no full answer within {timeout:g} s", trouble=Trouble.SLOW) from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise _failure(error) from error

    async def page(self, url: str) -> Fetched | NotModified:
        """An article's, unless its host is left alone for now, with which nobody waits. Raises FetchError."""
        now = asyncio.get_running_loop().time
        host = _host(url)
        if left := self._pace.rests(host, now()):
            raise HostRests(f"its host is left alone for {left:.0f} s", left)
        try:
            answer = await self.get(url, most_bytes=PAGE_BYTES, timeout=self._page_timeout)
        except FetchError as error:
            busy = error.trouble in (Trouble.SLOW, Trouble.BUSY) and self._pace.failed(host, url)
            if error.retry_after or busy:
                self._pace.rest(host, now() + (error.retry_after or REST))
            raise
        self._pace.came(host)
        return answer

    async def _follow(self, url: str, headers: dict[str, str], most_bytes: int) -> Fetched | NotModified:
        address = _web_address(URL(url))
        moved_to, moving = "", True
        for _ in range(MOST_REDIRECTS + 1):
            async with self._session.get(address, headers=headers, allow_redirects=False) as response:
                if response.status not in _REDIRECTS:
                    return replace(await _answer(response, most_bytes), moved_to=moved_to)
                target = response.headers.get("Location", "")
                moving = moving and response.status in _PERMANENT
            if not target:
                raise FetchError("redirected to nowhere", trouble=Trouble.REDIRECTS)
            secure, address = address.scheme == "https", _web_address(address.join(URL(target)))
            moving = moving and not (secure and address.scheme == "http")
            moved_to = str(address) if moving else moved_to
        raise FetchError(f"more than {MOST_REDIRECTS} redirects", trouble=Trouble.REDIRECTS)


def own_name() -> str:
    """An honest User-Agent."""
    try:
        version = metadata.version("tagwire")
    except metadata.PackageNotFoundError:
        version = "dev"
    return f"Tagwire/{version} (+self-hosted Telegram news bot; reads feeds)"


def _host(url: str) -> str:
    """With its port; empty for what is no web address."""
    try:
        parts = URL(url)
        return f"{parts.host or ''}:{parts.port}"
    except ValueError:
        return ""


def _web_address(url: URL) -> URL:
    if url.scheme not in ("http", "https") or not url.host:
        raise FetchError(f"not a web address: {str(url)[:200]}", trouble=Trouble.ADDRESS)
    if (url.port or 0) < 1024 and url.port not in _PORTS:
        raise FetchError(f"port {url.port} is none of the web's", trouble=Trouble.ADDRESS)
    return url


async def _answer(response: aiohttp.ClientResponse, most_bytes: int) -> Fetched | NotModified:
    if response.status == 304:
        return NotModified(_fresh_for(response))
    if response.status != 200:
        trouble = _STATUSES.get(response.status, Trouble.BROKEN)
        raise FetchError(f"answered {response.status}", _retry_after(response), trouble=trouble)
    return Fetched(
        url=str(response.url),
        body=await _body(response, most_bytes),
        content_type=response.content_type,
        charset=response.charset or "",
        etag=response.headers.get("ETag", ""),
        modified=response.headers.get("Last-Modified", ""),
        fresh_for=_fresh_for(response),
    )


async def _body(response: aiohttp.ClientResponse, most_bytes: int) -> bytes:
    """Counted after decompression, piece by piece, so that a small bomb stays small."""
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > most_bytes:
            raise FetchError(f"larger than {most_bytes / 1_000_000:g} MB", trouble=Trouble.LARGE)
    return bytes(body)


def _fresh_for(response: aiohttp.ClientResponse) -> float:
    """Less what it has aged on its way."""
    said = response.headers.get("Cache-Control", "")
    age = response.headers.get("Age", "")
    found = None if _STALE.search(said) else _MAX_AGE.search(said)
    return max(float(found[1]) - (float(age) if age.isdecimal() else 0.0), 0.0) if found else 0.0


def _retry_after(response: aiohttp.ClientResponse) -> float:
    """Seconds; a date counts from the server's own clock, as ours may differ."""
    value = response.headers.get("Retry-After", "").strip()
    try:
        if value.isdecimal():
            seconds = float(value)
        else:
            seconds = (
                parsedate_to_datetime(value) - parsedate_to_datetime(response.headers.get("Date", ""))
            ).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return 0.0
    return min(max(seconds, 0.0), LONGEST_WAIT)


def _failure(error: Exception) -> FetchError:
    """Connection errors of aiohttp wrap what went wrong in how it was tried."""
    inner = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    reason = (str(inner) or type(inner).__name__).splitlines()[0][:300]
    return FetchError(reason, trouble=_trouble(error, inner, reason))


def _trouble(error: Exception, inner: Exception, reason: str) -> Trouble:
    # Of several addresses that failed in several ways only the words are left.
    if isinstance(inner, PrivateAddress) or PrivateAddress.WORDS in reason:
        return Trouble.PRIVATE
    if isinstance(error, aiohttp.ClientSSLError | ssl.SSLError) or isinstance(inner, ssl.SSLError):
        return Trouble.CERTIFICATE
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return Trouble.NAME
    return Trouble.ADDRESS if isinstance(error, ValueError) else Trouble.AWAY
