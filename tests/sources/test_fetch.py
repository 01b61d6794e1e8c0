import asyncio
import gzip
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from aiohttp import web

from bot.news.trouble import Trouble
from bot.sources.errors import FetchError
from bot.sources.fetch import REST, Fetched, Fetcher, NotModified
from tests.sources.conftest import Serve


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with Fetcher(allow_private=True) as fetcher:
        yield fetcher


async def refusal(fetcher: Fetcher, url: str, **options: float) -> FetchError:
    with pytest.raises(FetchError) as caught:
        await fetcher.get(url, most_bytes=int(options.get("most_bytes", 10_000)), timeout=options.get("timeout", 5.0))
    return caught.value


async def test_bytes_come_with_what_the_header_said(serve: Serve, fetcher: Fetcher) -> None:
    asked: list[web.Request] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request)
        headers = {"ETag": '"7"', "Last-Modified": "Wed, 04 Mar 2026 10:30:00 GMT", "Set-Cookie": "a=b"}
        return web.Response(body=b"<rss/>", headers=headers, content_type="text/xml", charset="windows-1251")

    url = f"{await serve(answer)}/rss"
    modified = "Wed, 04 Mar 2026 10:30:00 GMT"
    expected = Fetched(url, b"<rss/>", "text/xml", "windows-1251", '"7"', modified)
    assert await fetcher.get(url) == expected
    assert await fetcher.get(url) == expected
    assert asked[0].headers["User-Agent"].startswith("Tagwire/")
    assert "Cookie" not in asked[1].headers
    assert "If-None-Match" not in asked[1].headers


async def test_what_has_not_changed_is_not_sent_again(serve: Serve, fetcher: Fetcher) -> None:
    async def answer(request: web.Request) -> web.Response:
        known = request.headers.get("If-None-Match"), request.headers.get("If-Modified-Since")
        return web.Response(status=304 if known == ('"7"', "then") else 500)

    assert await fetcher.get(await serve(answer), etag='"7"', modified="then") == NotModified()


async def test_redirects_are_followed_to_the_end(serve: Serve, fetcher: Fetcher) -> None:
    async def answer(request: web.Request) -> web.Response:
        steps = int(request.path.strip("/") or "0")
        if steps:
            return web.Response(status=301, headers={"Location": f"/{steps - 1}"})
        return web.Response(text="here")

    site = await serve(answer)
    found = await fetcher.get(f"{site}/5")
    assert isinstance(found, Fetched)
    assert (found.url, found.body) == (f"{site}/0", b"here")
    assert (await refusal(fetcher, f"{site}/6")).reason == "more than 5 redirects"


@pytest.mark.parametrize(
    ("statuses", "moved_to"),
    [
        ([], ""),
        ([301], "/1"),
        ([308, 301], "/2"),
        ([301, 302], "/1"),
        ([301, 307, 301], "/1"),
        ([302], ""),
        ([303, 301], ""),
    ],
)
@pytest.mark.parametrize("end", [200, 304])
async def test_permanent_redirects_are_told_as_far_as_they_go(
    serve: Serve, fetcher: Fetcher, statuses: list[int], moved_to: str, end: int
) -> None:
    async def answer(request: web.Request) -> web.Response:
        step = int(request.path.strip("/"))
        if step < len(statuses):
            return web.Response(status=statuses[step], headers={"Location": f"/{step + 1}"})
        return web.Response(status=end)

    site = await serve(answer)
    assert (await fetcher.get(f"{site}/0")).moved_to == (site + moved_to if moved_to else "")


@pytest.mark.parametrize(
    ("control", "age", "seconds"),
    [
        ("", "", 0.0),
        ("max-age=300", "", 300.0),
        ("public, Max-Age = 300", "60", 240.0),
        ('max-age="300"', "400", 0.0),
        ("s-maxage=300", "", 0.0),
        ("no-cache, max-age=300", "", 0.0),
        ("no-store,max-age=300", "", 0.0),
        ("max-age=-1", "", 0.0),
        ("max-age=soon", "x", 0.0),
        ("max-age=99999999999999", "", 999_999_999.0),
    ],
)
@pytest.mark.parametrize("status", [200, 304])
async def test_a_publisher_can_say_how_long_it_is_the_same(
    serve: Serve, fetcher: Fetcher, control: str, age: str, seconds: float, status: int
) -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=status, headers={"Cache-Control": control, "Age": age})

    assert (await fetcher.get(await serve(answer))).fresh_for == seconds


@pytest.mark.parametrize(
    ("status", "said", "rest", "pages"),
    [(429, "3600", 3600, 1), (503, "90", 90, 1), (503, "", REST, 2), (429, "0", REST, 2), (404, "", 0, 5)],
)
async def test_a_busy_publisher_is_asked_for_no_further_page(
    serve: Serve, fetcher: Fetcher, status: int, said: str, rest: float, pages: int
) -> None:
    asked = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(status=status if "page" in request.path else 200, headers={"Retry-After": said})

    site, other = await serve(answer), await serve(answer)
    for number in range(5):
        with pytest.raises(FetchError) as refused:
            await fetcher.page(f"{site}/page/{number}")
    assert refused.value.retry_after == pytest.approx(rest, abs=5)
    assert len(asked) == pages
    await fetcher.get(f"{site}/rss")
    await fetcher.page(f"{other}/elsewhere")
    assert asked[-2:] == ["/rss", "/elsewhere"]


async def test_a_publisher_that_hangs_is_waited_for_twice(serve: Serve) -> None:
    asked = []

    async def hang(request: web.Request) -> web.Response:
        asked.append(request.path)
        await asyncio.Event().wait()
        raise web.HTTPGone

    site = await serve(hang)
    async with Fetcher(allow_private=True, page_timeout=0.2) as fetcher:
        for number in range(5):
            with pytest.raises(FetchError):
                await fetcher.page(f"{site}/page/{number}")
    assert asked == ["/page/0", "/page/1"]


async def test_one_page_that_fails_holds_up_no_other(serve: Serve, fetcher: Fetcher) -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=503 if "bad" in request.path else 200)

    site = await serve(answer)
    for number in range(5):
        with pytest.raises(FetchError):
            await fetcher.page(f"{site}/bad")
        await fetcher.page(f"{site}/good/{number}")


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("", "redirected to nowhere"),
        ("file:///etc/passwd", "not a web address"),
        ("ftp://127.0.0.1/", "not a web address"),
        ("http://", ""),
        ("http://[", ""),
    ],
)
async def test_redirects_to_other_things_are_refused(
    serve: Serve, fetcher: Fetcher, location: str, reason: str
) -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": location} if location else {})

    assert (await refusal(fetcher, await serve(answer))).reason.startswith(reason)


@pytest.mark.parametrize("port", [1, 22, 25, 79, 1023])
async def test_ports_of_other_things_are_refused(serve: Serve, fetcher: Fetcher, port: int) -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": f"http://127.0.0.1:{port}/"})

    for url in (f"http://127.0.0.1:{port}/", await serve(answer)):
        assert (await refusal(fetcher, url)).trouble is Trouble.ADDRESS


async def test_a_page_that_leads_to_itself_ends(serve: Serve, fetcher: Fetcher) -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=307, headers={"Location": str(request.url)})

    assert "redirects" in (await refusal(fetcher, await serve(answer))).reason


async def test_bodies_have_a_limit(serve: Serve, fetcher: Fetcher) -> None:
    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b"x" * 65536)

    async def bomb(request: web.Request) -> web.Response:
        return web.Response(body=gzip.compress(bytes(50_000_000)), headers={"Content-Encoding": "gzip"})

    async def exact(request: web.Request) -> web.Response:
        return web.Response(body=bytes(1000))

    assert (await refusal(fetcher, await serve(endless), most_bytes=1_000_000)).reason == "larger than 1 MB"
    assert (await refusal(fetcher, await serve(bomb), most_bytes=1_000_000)).reason == "larger than 1 MB"
    assert isinstance(await fetcher.get(await serve(exact), most_bytes=1000), Fetched)
    assert "larger" in (await refusal(fetcher, await serve(exact), most_bytes=999)).reason


async def test_slow_answers_are_given_up(serve: Serve, fetcher: Fetcher) -> None:
    async def drip(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b"x")
            await asyncio.sleep(0.01)

    error = await refusal(fetcher, await serve(drip), timeout=0.2)
    assert error.reason == "no full answer within 0.2 s"


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("30", 30.0), ("", 0.0), ("soon", 0.0), ("-5", 0.0), ("99999999", 86_400.0), ("in 90 s by its clock", 90.0)],
)
async def test_a_publisher_can_ask_to_wait(serve: Serve, fetcher: Fetcher, header: str, seconds: float) -> None:
    theirs = datetime(2031, 1, 1, tzinfo=UTC)
    value = format_datetime(theirs + timedelta(seconds=90), usegmt=True) if "clock" in header else header

    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=429, headers={"Retry-After": value, "Date": format_datetime(theirs, usegmt=True)})

    error = await refusal(fetcher, await serve(answer))
    assert (error.reason, error.retry_after) == ("answered 429", seconds)


@pytest.mark.parametrize(
    ("status", "trouble"),
    [
        (204, Trouble.BROKEN),
        (206, Trouble.BROKEN),
        (403, Trouble.REFUSED),
        (404, Trouble.MISSING),
        (410, Trouble.MISSING),
        (500, Trouble.BROKEN),
        (503, Trouble.BUSY),
    ],
)
async def test_other_answers_are_failures(serve: Serve, fetcher: Fetcher, status: int, trouble: Trouble) -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=status)

    error = await refusal(fetcher, await serve(answer))
    assert (error.reason, error.trouble) == (f"answered {status}", trouble)


async def test_broken_conversations_are_failures(fetcher: Fetcher) -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this")
        writer.close()

    async def babble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"SSH-2.0-OpenSSH\r\n\r\n")
        writer.close()

    for behaviour in (hang_up, babble):
        async with await asyncio.start_server(behaviour, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            assert (await refusal(fetcher, f"http://127.0.0.1:{port}/")).reason
    assert (await refusal(fetcher, f"http://127.0.0.1:{port}/")).reason
    assert (await refusal(fetcher, "http://name.invalid/")).reason
