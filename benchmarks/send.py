"""CPU of sending a message: our whole dispatch road against a bare aiohttp request and what other libraries take.

Everybody sends the same card, 32 requests in flight, over loopback; the receiving Telegram and each contender run in
processes of their own, and only the contender's CPU counts. Ours claims from a SQLite file, draws, sends and settles.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import multiprocessing
import sys
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from aiohttp import ClientSession
from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions

from benchmarks import sample
from benchmarks.receiver import ME, receiving
from bot.desk.announce import announce_breaking
from bot.desk.dispatch import IN_FLIGHT, Dispatch, Road
from bot.gateway.connection import connect
from bot.gateway.pace import Pace
from bot.gateway.sender import Sender
from bot.gateway.transport import AiohttpRequest
from bot.locales import load
from bot.news.chats import ChatKind
from bot.news.delivery import Outcome, Sent
from bot.news.story import BreakingReason
from bot.store import Database
from bot.views.post import Post

TOKEN = "42:" + "b" * 35
WARM_UP = 300
PROMISES = {"raw": 1.6, "aiogram": 0.65}
"""How many times what each takes ours takes at most."""
Send = Callable[[int], Awaitable[object]]
Contender = Callable[[str, int], Awaitable[float]]
"""(API root, messages) → CPU milliseconds a message."""


async def ours(root: str, messages: int) -> float:
    async with sample.store() as db, connect(TOKEN, root) as telegram:
        pace = Pace(1_000_000)
        sender = Sender(telegram, pace)
        await _pushed(db, sender, pace, 1, range(1, WARM_UP + 1))
        return await _pushed(db, sender, pace, 2, range(1001, 1001 + messages))


async def _pushed(db: Database, sender: Sender, pace: Pace, number: int, chat_ids: range) -> float:
    """Milliseconds of CPU a message, from the promise in the database to the last settled delivery."""
    story_id, tag_ids = await sample.story(db, number)
    await sample.followers(db, tag_ids[0], chat_ids)
    stop, left = asyncio.Event(), len(chat_ids)

    async def send(chat_id: int, kind: ChatKind, thread_id: int, post: Post) -> Outcome:
        nonlocal left
        outcome = await sender.post(chat_id, kind, thread_id, post)
        assert isinstance(outcome, Sent), outcome
        left -= 1
        if not left:
            stop.set()
        return outcome

    road = Road(db, f"benchmark-{number}", load(), send, pace.bulk, pace.give_back, pace.wait_for, sample.now)
    dispatch = Dispatch(road)
    gc.collect()
    start = time.process_time()
    async with db.write() as tx:
        await announce_breaking(tx, story_id, BreakingReason.EDITOR, sample.now())
    await dispatch.run(stop)
    return (time.process_time() - start) * 1000 / len(chat_ids)


async def raw(root: str, messages: int) -> float:
    body = await sample.drawn(ME["username"])
    url = f"{root}/bot{TOKEN}/sendMessage"
    async with ClientSession() as session:

        async def send(chat_id: int) -> None:
            async with session.post(url, json={"chat_id": chat_id} | body) as response:
                assert (await response.json())["ok"]

        return await _flooded(send, messages)


async def ptb(root: str, messages: int) -> float:
    return await _through(Bot(TOKEN, base_url=f"{root}/bot"), messages)


async def ptb_aiohttp(root: str, messages: int) -> float:
    async with ClientSession() as session:
        request = AiohttpRequest(session)
        bot = Bot(TOKEN, base_url=f"{root}/bot", request=request, get_updates_request=request)
        return await _through(bot, messages)


async def _through(bot: Bot, messages: int) -> float:
    body = await sample.drawn(ME["username"])
    keyboard = InlineKeyboardMarkup.de_json(body["reply_markup"], bot)
    preview = LinkPreviewOptions(**body["link_preview_options"])

    async def send(chat_id: int) -> None:
        await bot.send_message(
            chat_id, body["text"], parse_mode="HTML", link_preview_options=preview, reply_markup=keyboard
        )

    async with bot:
        return await _flooded(send, messages)


async def aiogram(root: str, messages: int) -> float:
    from aiogram import Bot as AiogramBot
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.types import InlineKeyboardMarkup as Keyboard
    from aiogram.types import LinkPreviewOptions as Preview

    body = await sample.drawn(ME["username"])
    keyboard, preview = Keyboard(**body["reply_markup"]), Preview(**body["link_preview_options"])
    session = AiohttpSession(api=TelegramAPIServer.from_base(root), limit=IN_FLIGHT)

    async def send(chat_id: int) -> None:
        await bot.send_message(
            chat_id, body["text"], parse_mode="HTML", link_preview_options=preview, reply_markup=keyboard
        )

    async with AiogramBot(TOKEN, session=session) as bot:
        return await _flooded(send, messages)


async def telebot(root: str, messages: int) -> float:
    from telebot import asyncio_helper
    from telebot.async_telebot import AsyncTeleBot
    from telebot.types import InlineKeyboardMarkup as Keyboard
    from telebot.types import LinkPreviewOptions as Preview

    body = await sample.drawn(ME["username"])
    keyboards: Any = Keyboard
    keyboard, preview = keyboards.de_json(body["reply_markup"]), Preview(**body["link_preview_options"])
    asyncio_helper.API_URL = f"{root}/bot{{0}}/{{1}}"
    bot: Any = AsyncTeleBot(TOKEN)

    async def send(chat_id: int) -> None:
        await bot.send_message(
            chat_id, body["text"], parse_mode="HTML", link_preview_options=preview, reply_markup=keyboard
        )

    try:
        return await _flooded(send, messages)
    finally:
        await bot.close_session()


OTHERS: dict[str, Contender] = {"aiogram": aiogram, "telebot": telebot}
"""Libraries that we do not need ourselves, by their modules; those that are not installed are left out."""
CONTENDERS: dict[str, Contender] = {"ours": ours, "raw": raw, "ptb": ptb, "ptb_aiohttp": ptb_aiohttp}
CONTENDERS |= {name: contender for name, contender in OTHERS.items() if find_spec(name)}


async def _flooded(send: Send, messages: int) -> float:
    await _all(send, range(1, WARM_UP + 1))
    gc.collect()
    start = time.process_time()
    await _all(send, range(1001, 1001 + messages))
    return (time.process_time() - start) * 1000 / messages


async def _all(send: Send, chat_ids: Iterable[int]) -> None:
    waiting = iter(chat_ids)

    async def lane() -> None:
        for chat_id in waiting:
            await send(chat_id)

    async with asyncio.TaskGroup() as group:
        for _ in range(IN_FLIGHT):
            group.create_task(lane())


def _cpu(name: str, root: str, messages: int) -> float:
    async def run() -> float:
        return await CONTENDERS[name](root, messages)

    return asyncio.run(run())


def measure(messages: int, rounds: int) -> dict[str, float]:
    """Contender → the round that was disturbed least; they take turns, so that all meet the same noise."""
    found: dict[str, list[float]] = {name: [] for name in CONTENDERS}
    spawn = multiprocessing.get_context("spawn")
    with receiving() as root, ProcessPoolExecutor(1, mp_context=spawn, max_tasks_per_child=1) as pool:
        for _ in range(rounds):
            for name, figures in found.items():
                figures.append(pool.submit(_cpu, name, root, messages).result())
    return {name: min(figures) for name, figures in found.items()}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.send", description="What sending a message costs.")
    parser.add_argument("--messages", type=int, default=2000, help="messages of each contender in each round")
    parser.add_argument("--rounds", type=int, default=5, help="the best one counts")
    parser.add_argument("--json", type=Path, help="write the figures here as one flat object")
    options = parser.parse_args(arguments)
    found = measure(options.messages, options.rounds)
    ratios = {name: found["ours"] / cpu for name, cpu in found.items()}
    print(f"{'':12}{'CPU ms a message':>18}{'ours of it':>12}{'at most':>10}")
    for name, cpu in sorted(found.items(), key=lambda one: one[1]):
        print(f"{name:12}{cpu:18.3f}{ratios[name]:12.2f}{PROMISES.get(name, ''):>10}")
    figures = {f"{name}.cpu_ms_per_message": round(cpu, 4) for name, cpu in found.items()}
    figures |= {f"ours_over_{name}.ratio": round(ratio, 3) for name, ratio in ratios.items() if name != "ours"}
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0 if all(ratios.get(name, 0) <= most for name, most in PROMISES.items()) else 1


if __name__ == "__main__":
    sys.exit(main())
