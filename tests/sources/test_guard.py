"""The operator's own network stays out of reach: by literals, names, redirects, and names that change."""

from __future__ import annotations

import socket

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.news.trouble import Trouble
from bot.sources.errors import FetchError
from bot.sources.fetch import Fetched, Fetcher
from tests.sources.conftest import Serve


async def refusal(fetcher: Fetcher, url: str) -> FetchError:
    with pytest.raises(FetchError) as caught:
        await fetcher.get(url, timeout=5.0)
    return caught.value


HOSTS = (
    "127.0.0.1 localhost 0.0.0.0 [::1] [::] [::ffff:127.0.0.1] [::ffff:7f00:1] 127.1 2130706433 0x7f000001 ①②⑦.0.0.1 "
    "0 0177.0.0.1 localhost. LOCALHOST [64:ff9b::7f00:1] [64:ff9b:1::7f00:1] [2002:7f00:1::1] "
    "[fe80::1%25lo] 169.254.169.254 [::ffff:169.254.169.254] 0251.0376.0251.0376 0xa9fea9fe 2852039166 "
    "herald.example@127.0.0.1 herald.example:80@127.0.0.1 127.0.0.1. 127.000.000.001"
)


@pytest.mark.parametrize("host", HOSTS.split())
async def test_private_addresses_are_refused_however_they_are_written(serve: Serve, host: str) -> None:
    reached: list[str] = []

    async def secret(request: web.Request) -> web.Response:
        reached.append(request.host)
        return web.Response(text="secret")

    port = (await serve(secret)).rpartition(":")[2]
    async with Fetcher(allow_private=False) as fetcher:
        error = await refusal(fetcher, f"http://{host}:{port}/")
    assert error.trouble in {Trouble.PRIVATE, Trouble.NAME, Trouble.ADDRESS}
    assert not reached


class Names(AbstractResolver):
    """Gives each address in turn, and then the last one for ever."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = list(addresses)

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_INET,  # noqa: ARG002
    ) -> list[ResolveResult]:
        address = self.addresses.pop(0) if len(self.addresses) > 1 else self.addresses[0]
        kind = socket.AF_INET6 if ":" in address else socket.AF_INET
        return [ResolveResult(hostname=host, host=address, port=port, family=kind, proto=0, flags=0)]

    async def close(self) -> None:
        pass


async def test_a_name_that_turns_private_is_refused_when_it_does(serve: Serve) -> None:
    async def secret(request: web.Request) -> web.Response:
        return web.Response(text="secret")

    port = (await serve(secret)).rpartition(":")[2]
    async with Fetcher(allow_private=False, resolver=Names("192.0.2.1", "127.0.0.1")) as fetcher:
        for _ in range(2):
            error = await refusal(fetcher, f"http://rebind.example:{port}/")
            assert error.trouble is Trouble.PRIVATE


@pytest.mark.parametrize("target", ["[::1]", "127.0.0.2", "169.254.169.254", "[64:ff9b::7f00:2]", "inside.example"])
@pytest.mark.parametrize("status", [301, 302, 307])
async def test_a_public_site_cannot_lead_inside(serve: Serve, target: str, status: int) -> None:
    """127.0.0.1 stands for the open internet here, and no other address does."""
    reached: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        reached.append(request.path)
        return web.Response(status=status, headers={"Location": f"http://{target}:{port}/secret"})

    site = await serve(answer)
    port = site.rpartition(":")[2]
    resolver = Names("127.0.0.2")
    async with Fetcher(allow_private=False, resolver=resolver, public=lambda ip: ip == "127.0.0.1") as fetcher:
        assert (await refusal(fetcher, site)).trouble is Trouble.PRIVATE
    assert reached == ["/"]


async def test_one_private_address_among_public_ones_is_passed_over(serve: Serve) -> None:
    """A name with many addresses reaches only those that are public."""
    reached: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        reached.append(request.host)
        return web.Response(text="public")

    port = (await serve(answer)).rpartition(":")[2]

    class Both(Names):
        async def resolve(
            self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
        ) -> list[ResolveResult]:
            return [one for ip in ("127.0.0.2", "127.0.0.1") for one in await Names(ip).resolve(host, port, family)]

    async with Fetcher(allow_private=False, resolver=Both(), public=lambda ip: ip == "127.0.0.1") as fetcher:
        found = await fetcher.get(f"http://both.example:{port}/")
    assert isinstance(found, Fetched)
    assert reached == [f"both.example:{port}"]
