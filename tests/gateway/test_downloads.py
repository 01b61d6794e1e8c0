"""A file that somebody sent comes whole or not at all."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.gateway.connection import Telegram, connect
from bot.gateway.downloads import download
from bot.news.trouble import Trouble
from bot.playground import Playground
from bot.sources import FetchError
from tests.people import Telegram as People

BODY = bytes(range(256)) * 100


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    async with Playground() as playground:
        yield playground


@pytest.fixture
async def telegram(playground: Playground) -> AsyncIterator[Telegram]:
    async with connect(playground.token, playground.url) as telegram:
        yield telegram


async def sent(playground: Playground) -> str:
    """The id of a document that an editor sent."""
    async with People(playground.url) as people:
        editor = await people.editor()
        await editor.sends("document", file=BODY, filename="x.opml")
        [message] = [one for one in await editor.messages() if "document" in one]
        return str(message["document"]["file_id"])


async def test_a_document_comes_whole(playground: Playground, telegram: Telegram) -> None:
    assert await download(telegram, await sent(playground), len(BODY)) == BODY


async def test_one_that_is_too_large_or_gone_says_so(playground: Playground, telegram: Telegram) -> None:
    file_id = await sent(playground)
    with pytest.raises(FetchError) as large:
        await download(telegram, file_id, len(BODY) - 1)
    assert large.value.trouble is Trouble.LARGE
    for wrong in ("", "nothing"):
        with pytest.raises(FetchError) as gone:
            await download(telegram, wrong, 1)
        assert gone.value.trouble is Trouble.AWAY
        assert playground.token not in str(gone.value)


async def test_when_telegram_is_away_it_says_so_without_the_token(playground: Playground, telegram: Telegram) -> None:
    file_id = await sent(playground)
    async with People(playground.url) as people:
        for kind in ("html502", "reset_before", "500"):
            await people.fault(kind, method="getFile")
            with pytest.raises(FetchError) as caught:
                await download(telegram, file_id, len(BODY))
            assert caught.value.trouble is Trouble.AWAY
            assert playground.token not in repr(caught.value)
