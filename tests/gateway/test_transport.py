from __future__ import annotations

import asyncio
import io
import socket
import traceback

import pytest
from aiohttp import ClientSession
from telegram import Bot, InputFile, LinkPreviewOptions
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError, TimedOut

from bot.gateway.connection import Telegram
from bot.gateway.transport import AiohttpRequest
from tests.gateway.server import TOKEN, Answer, Scripted, after, page, refuses, reset, says, torn


async def test_parameters_go_as_form_fields(server: Scripted, telegram: Telegram) -> None:
    server.script["sendMessage"].append(says({"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}}))
    message = await telegram.bot.send_message(7, "НАТО & Co", link_preview_options=LinkPreviewOptions(is_disabled=True))
    assert message.message_id == 1
    assert server.asked("sendMessage") == [
        {"chat_id": 7, "text": "НАТО & Co", "link_preview_options": {"is_disabled": True}}
    ]


async def test_files_go_as_multipart(server: Scripted, telegram: Telegram) -> None:
    sent = {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}}
    server.script["sendDocument"].extend([says(sent), says(sent)])
    await telegram.bot.send_document(7, InputFile(b"bytes \x00", filename="a.bin"), caption="A file")
    await telegram.bot.send_document(7, io.BytesIO(b"from a handle"))
    first, second = server.asked("sendDocument")
    assert first == {"chat_id": 7, "caption": "A file", "document": b"bytes \x00"}
    assert second["document"] == b"from a handle"


async def test_a_short_read_timeout_is_kept(server: Scripted, telegram: Telegram) -> None:
    server.script["getMe"].append(after(5, says({})))
    with pytest.raises(TimedOut):
        await telegram.bot.get_me(read_timeout=0.05)


async def test_a_long_poll_outlives_the_usual_read_timeout(server: Scripted, telegram: Telegram) -> None:
    server.script["getMe"].append(after(0.3, says({"id": 42, "is_bot": True, "first_name": "T"})))
    assert (await telegram.bot.get_me(read_timeout=None)).id == 42


async def test_a_wait_for_the_connection_is_bounded_too(unused_port: int) -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", unused_port))
        async with ClientSession() as session:
            with pytest.raises(NetworkError):
                await AiohttpRequest(session).do_request(
                    f"http://127.0.0.1:{unused_port}/", "POST", connect_timeout=0.1
                )


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (reset(), NetworkError),
        (torn(), NetworkError),
        (page(502), NetworkError),
        (refuses(400, "Bad Request: chat not found"), BadRequest),
        (refuses(403, "Forbidden: bot was blocked by the user"), Forbidden),
    ],
)
async def test_errors(server: Scripted, telegram: Telegram, answer: Answer, error: type[TelegramError]) -> None:
    server.script["getMe"].append(answer)
    with pytest.raises(error):
        await telegram.bot.get_me()


@pytest.mark.parametrize(
    "root", ["http://127.0.0.1:1/bot", "http://no-such-host.invalid/bot", "nonsense://x/bot", "/bot"]
)
async def test_no_error_shows_the_token(root: str) -> None:
    async with ClientSession() as session:
        bot = Bot(TOKEN, base_url=root, request=AiohttpRequest(session), get_updates_request=AiohttpRequest(session))
        with pytest.raises(NetworkError) as caught:
            await bot.get_me()
    assert TOKEN not in "".join(traceback.format_exception(caught.value))


async def test_a_cancelled_request_ends_at_once(server: Scripted, telegram: Telegram) -> None:
    server.script["getMe"].append(after(5, says({})))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(telegram.bot.get_me(), 0.05)


@pytest.fixture
def unused_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port
