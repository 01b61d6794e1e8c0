import asyncio
import shutil
import socket
import ssl
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.news.trouble import Trouble
from bot.sources.discover import discover, feeds_named, web_addresses
from bot.sources.errors import FetchError, ReadingError
from bot.sources.fetch import Fetcher
from bot.sources.killable import Parsers
from tests.sources.conftest import Serve

FEED = b"""<rss version="2.0"><channel><title>The Sample Herald</title><language>en-GB</language>
<item><title>Older</title><link>/1</link><pubDate>Wed, 04 Mar 2026 08:00:00 GMT</pubDate></item>
<item><title>Newer</title><link>/2</link><pubDate>Wed, 04 Mar 2026 09:00:00 GMT</pubDate></item></channel></rss>"""
NEWS = b"<rss version='2.0'><channel><title>News</title><item><title>One</title><link>/1</link></item></channel></rss>"
PAGE = b"""<!DOCTYPE html><html lang="uk-UA"><head><base href="/here/"><title>Herald</title>
<link rel="alternate" hreflang="ru" href="/ru/">
<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">
<link rel="Alternate" type="application/rss+xml; charset=utf-8" href="news.xml">
<link rel="alternate" type="application/atom+xml" href="/gone.xml">
<link rel="alternate" type="application/json+oembed" href="/oembed">
</head><body><a href="/rss.xml">RSS</a><a href="mailto:x@herald.example">Write</a></body></html>"""
BARE = b"<!DOCTYPE html><html><head><title>Herald</title></head><body><p>News</p></body></html>"


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with Fetcher(allow_private=True) as fetcher:
        yield fetcher


@pytest.fixture
async def parsers() -> AsyncIterator[Parsers]:
    async with Parsers() as parsers:
        yield parsers


async def site(serve: Serve, bodies: Mapping[str, bytes]) -> str:
    async def answer(request: web.Request) -> web.Response:
        if request.path == "/moved":
            return web.Response(status=301, headers={"Location": "/rss.xml"})
        body = bodies.get(request.path)
        return web.Response(status=403) if body is None else web.Response(body=body, content_type="text/html")

    return await serve(answer)


async def test_a_feed_is_its_own_answer(serve: Serve, fetcher: Fetcher, parsers: Parsers) -> None:
    address = await site(serve, {"/rss.xml": FEED})
    for path in ("/rss.xml", "/moved"):
        (found,) = await discover(fetcher, parsers, address + path)
        assert (found.feed, found.title, found.language) == (f"{address}/rss.xml", "The Sample Herald", "en")
        assert (found.count, [item.title for item in found.newest]) == (2, ["Newer", "Older"])


async def test_a_page_names_its_feeds(serve: Serve, fetcher: Fetcher, parsers: Parsers) -> None:
    address = await site(serve, {"/": PAGE, "/rss.xml": FEED, "/here/news.xml": NEWS, "/comments/feed": NEWS})
    found = await discover(fetcher, parsers, f"{address}/")
    assert [(one.feed.removeprefix(address), one.language) for one in found] == [
        ("/here/news.xml", "uk"),
        ("/rss.xml", "en"),
        ("/comments/feed", "uk"),
    ]


@pytest.mark.parametrize("page", [BARE, None])
async def test_usual_places_are_tried_when_the_page_is_silent_or_refused(
    serve: Serve, fetcher: Fetcher, parsers: Parsers, page: bytes | None
) -> None:
    bodies = {"/feed": BARE, "/feed.xml": FEED, "/index.xml": NEWS} | ({} if page is None else {"/": page})
    address = await site(serve, bodies)
    found = await discover(fetcher, parsers, address.removeprefix("http://"))
    assert [one.feed for one in found] == [f"{address}/feed.xml"]


async def test_what_cannot_be_found_says_what_to_do(serve: Serve, fetcher: Fetcher, parsers: Parsers) -> None:
    address = await site(serve, {"/": BARE, "/empty": b""})
    for path in ("/", "/empty", "/refused"):
        with pytest.raises(ReadingError) as caught:
            await discover(fetcher, parsers, address + path)
        assert caught.value.trouble is (Trouble.REFUSED if path == "/refused" else Trouble.UNNAMED)
    with pytest.raises(FetchError) as away:
        await discover(fetcher, parsers, "https://name.invalid/")
    assert away.value.trouble is Trouble.NAME


async def test_a_page_that_only_a_browser_can_draw_says_so(serve: Serve, fetcher: Fetcher, parsers: Parsers) -> None:
    page = (
        b"<!DOCTYPE html><html><body><div id=app></div><noscript>On!</noscript><script>let a = 1</script></body></html>"
    )
    with pytest.raises(ReadingError) as caught:
        await discover(fetcher, parsers, await site(serve, {"/": page * 3}))
    assert caught.value.trouble is Trouble.SCRIPTED


async def test_a_site_that_moved_to_another_host_is_found_there(
    serve: Serve, fetcher: Fetcher, parsers: Parsers
) -> None:
    new = (await site(serve, {"/": BARE, "/rss": NEWS})).replace("127.0.0.1", "localhost")

    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=301, headers={"Location": new + request.path})

    [found] = await discover(fetcher, parsers, await serve(answer))
    assert found.feed == f"{new}/rss"


async def test_a_feed_behind_a_page_that_explodes_is_told_apart(
    serve: Serve, fetcher: Fetcher, parsers: Parsers
) -> None:
    address = await site(serve, {"/rss": b"<!DOCTYPE rss [<!ENTITY a 'b'>]><rss><channel/></rss>"})
    with pytest.raises(ReadingError) as caught:
        await discover(fetcher, parsers, f"{address}/rss")
    assert caught.value.trouble is Trouble.UNSAFE


async def test_a_certificate_that_nobody_signed_is_told_apart(
    fetcher: Fetcher, parsers: Parsers, tmp_path: Path
) -> None:
    async with secure(tmp_path) as address:
        with pytest.raises(FetchError) as caught:
            await discover(fetcher, parsers, address)
    assert caught.value.trouble is Trouble.CERTIFICATE


@asynccontextmanager
async def secure(folder: Path) -> AsyncIterator[str]:
    """A site with a certificate of its own making."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not here to make a certificate")
    wish = "req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost -keyout key.pem -out cert.pem"
    making = await asyncio.create_subprocess_exec(openssl, *wish.split(), cwd=folder, stderr=DEVNULL)
    assert await making.wait() == 0
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    async with await asyncio.start_server(lambda *_: None, "127.0.0.1", 0, ssl=context) as server:
        yield f"https://localhost:{server.sockets[0].getsockname()[1]}/"


async def test_names_in_any_script_are_asked_for(parsers: Parsers) -> None:
    asked: list[str] = []

    class Names(AbstractResolver):
        async def resolve(
            self,
            host: str,
            port: int = 0,  # noqa: ARG002
            family: socket.AddressFamily = socket.AF_INET,  # noqa: ARG002
        ) -> list[ResolveResult]:
            asked.append(host)
            raise OSError("no such name")

        async def close(self) -> None:
            pass

    async with Fetcher(allow_private=True, resolver=Names()) as fetcher:
        with pytest.raises(FetchError) as caught:
            await discover(fetcher, parsers, "пошта.приклад")
    assert caught.value.trouble is Trouble.NAME
    assert asked == ["xn--80a1acn3a.xn--80aikifvh"] * 2


@pytest.mark.parametrize(
    "text",
    [
        "https://herald.example/.",
        "(https://herald.example/),",
        "«https://herald.example/»!",
        "<https://herald.example/>",
    ],
)
def test_what_stands_around_an_address_is_no_part_of_it(text: str) -> None:
    assert web_addresses(text) == ["https://herald.example/"]


@pytest.mark.parametrize("text", ["", " ", "ftp://herald.example/", "javascript:alert(1)", "http://", "https://[x"])
def test_what_is_no_address_says_what_to_do(text: str) -> None:
    with pytest.raises(FetchError) as caught:
        web_addresses(text)
    assert caught.value.trouble is Trouble.ADDRESS


@pytest.mark.parametrize("text", ["herald.example", " herald.example/ ", "//herald.example", "<herald.example>"])
def test_a_bare_name_is_asked_by_https_first(text: str) -> None:
    assert web_addresses(text) == ["https://herald.example/", "http://herald.example/"]


def test_a_scheme_or_port_stays() -> None:
    assert web_addresses("http://herald.example/rss") == ["http://herald.example/rss"]
    assert web_addresses("herald.example:8080/rss")[0] == "https://herald.example:8080/rss"


@pytest.mark.parametrize("body", [b"", b"\x00\xff", b"<", b"<html lang=''><link href='http://[' rel=alternate>"])
def test_odd_pages_name_nothing(body: bytes) -> None:
    assert feeds_named(body, "https://herald.example/", "").feeds == ()
