"""A file that is made while it is read: on disk, never in memory as a whole."""

from __future__ import annotations

import json
import mimetypes
import os
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, BinaryIO

from aiohttp import FormData

MOST_BYTES = 50_000_000
"""What Telegram takes of a bot."""


async def written(chunks: AsyncIterator[bytes], file: BinaryIO, *, most: int = MOST_BYTES) -> bool:
    """False when it is larger than Telegram takes."""
    async for chunk in chunks:
        file.write(chunk)
        if file.tell() > most:
            return False
    return True


def from_its_start(file: BinaryIO) -> BinaryIO:
    """Another hold on the file, so that whoever sends it may close it, and it can be sent again."""
    file.seek(0)
    return open(os.dup(file.fileno()), "rb")


def pictured(chat_id: int, thread_id: int, parameters: Mapping[str, Any], pictures: Sequence[bytes]) -> FormData:
    """A form of `parameters` that name the pictures."""
    told = FormData({"chat_id": str(chat_id), **({"message_thread_id": str(thread_id)} if thread_id else {})})
    for name, value in parameters.items():
        told.add_field(name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
    for number, picture in enumerate(pictures):
        field = f"picture{number}"
        told.add_field(field, picture, filename=f"{field}.png", content_type="image/png")
    return told


def form(chat_id: int, name: str, file: BinaryIO) -> FormData:
    told = FormData({"chat_id": str(chat_id)})
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    told.add_field("document", file, filename=name, content_type=kind)
    return told
