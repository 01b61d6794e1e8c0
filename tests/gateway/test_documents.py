from __future__ import annotations

from collections.abc import AsyncIterator

from bot.gateway import documents
from bot.gateway.connection import Telegram
from bot.news.delivery import Sent, Unknown
from tests.gateway.server import Scripted, page, says


async def chunks(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def test_a_file_is_uploaded_as_a_document(server: Scripted, telegram: Telegram) -> None:
    server.script["sendDocument"].append(says({"message_id": 5}))
    assert await documents.upload(telegram, 7, "report.csv", chunks(b"a,b\r\n", b"1,2\r\n")) == Sent(5)
    assert server.asked("sendDocument") == [{"chat_id": 7, "document": b"a,b\r\n1,2\r\n"}]


async def test_what_is_too_large_is_not_uploaded(server: Scripted, telegram: Telegram) -> None:
    assert await documents.upload(telegram, 7, "report.csv", chunks(b"12", b"34"), most=3) is None
    assert server.calls[-1][0] != "sendDocument"


async def test_a_failure_has_an_outcome(server: Scripted, telegram: Telegram) -> None:
    server.script["sendDocument"].append(page(502))
    assert isinstance(await documents.upload(telegram, 7, "report.csv", chunks(b"1")), Unknown)
