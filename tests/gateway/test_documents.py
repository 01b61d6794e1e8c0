from __future__ import annotations

from collections.abc import AsyncIterator
from tempfile import TemporaryFile

import pytest

from bot.gateway import documents


async def chunks(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


@pytest.mark.parametrize(("most", "fits"), [(4, True), (3, False)])
async def test_what_is_larger_than_telegram_takes_is_left(most: int, fits: bool) -> None:
    with TemporaryFile() as file:
        assert await documents.written(chunks(b"12", b"34"), file, most=most) is fits


async def test_a_file_that_cannot_be_made_is_told() -> None:
    async def torn() -> AsyncIterator[bytes]:
        yield b"12"
        raise OSError("the database is away")

    with TemporaryFile() as file, pytest.raises(OSError, match="away"):
        await documents.written(torn(), file)
