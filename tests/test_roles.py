"""How a process lives with the others."""

from __future__ import annotations

import asyncio
import signal
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.desk import broadcast
from bot.desk.broadcast import EVERYONE
from bot.gateway.pace import FREE_RATE, Pace
from bot.news.alert import Alert
from bot.news.shares import share
from bot.playground import Playground
from bot.roles import take_part
from bot.store import drafts, migrate, open_database
from tests.gateway.clock import eventually, run
from tests.gateway.wire import Wire, most_in
from tests.people import Telegram
from tests.processes import PATIENCE, running
from tests.store.samples import meet

DAY = 86_400


@pytest.mark.parametrize("processes", [("serve deliver",), ("serve", "deliver"), ("serve", "serve", "deliver")])
def test_the_free_rate_is_had_once(processes: tuple[str, ...]) -> None:
    """Of what Telegram takes no Stars for, all processes together send no more than is free."""
    whole = 1000.0
    serving, delivering = (sum(role in one for one in processes) for role in ("serve", "deliver"))
    wires = []
    for roles in processes:
        wires.append(wire := Wire(Pace(whole)))
        leads = "deliver" in roles
        part = share(whole, serves="serve" in roles, serving=serving, leads=leads, delivering=delivering)
        take_part(wire.pace, part, whole)

    async def edit(wire: Wire) -> None:
        await wire.pace.bulk(1)
        await wire.pace.unpaid()
        wire.leave(next(wire.chats), reply=True)

    async def story() -> None:
        acts = []
        for roles, wire in zip(processes, wires, strict=True):
            acts += [wire.say() for _ in range(100) if "serve" in roles]
            acts += [edit(wire) for _ in range(200) if "deliver" in roles]
        await asyncio.gather(*acts)
        for wire in wires:
            await wire.landed()

    run(story())
    free = [time for wire in wires for time in wire.free]
    assert FREE_RATE * 0.8 <= most_in(1, free) <= FREE_RATE


async def confirmed(url: str, editor_id: int) -> None:
    """A broadcast to the editor, whose progress message is to be shown."""
    await migrate(url)
    async with open_database(url) as db, db.write() as tx:
        await meet(tx, editor_id)
        draft = await drafts.open_draft(
            tx, editor_id, datetime.now(UTC), alert=Alert({"en": "Bridge"}), audience=EVERYONE
        )
        await broadcast.confirm(tx, draft, 55, datetime.now(UTC))


async def test_it_stops_while_telegram_lets_an_editor_wait_for_a_day(tmp_path: Path) -> None:
    async with Playground() as playground, Telegram(playground.url) as telegram:
        editor = playground.editor_id
        url = f"sqlite+aiosqlite:///{tmp_path / 'tagwire.db'}"
        await confirmed(url, editor)
        sources = tmp_path / "sources.toml"
        sources.write_text('[[source]]\nid="a"\nname="A"\nlanguage="en"\nfeed="http://127.0.0.1:9/x"\nevery=600\n')
        await telegram.fault("429", None, seconds=DAY, chat_id=editor)

        async def refused() -> bool:
            asked = [call for call in await telegram.calls() if call["method"] in ("sendMessage", "editMessageText")]
            return any(call["status"] == 429 for call in asked)

        async with running(
            "run",
            folder=tmp_path,
            BOT_TOKEN=playground.token,
            ADMIN_IDS=str(editor),
            DATABASE_URL=url,
            TELEGRAM_API_URL=playground.url,
            SOURCES_FILE=str(sources),
            FETCH_ALLOW_PRIVATE="1",
            HTTP_PORT="0",
        ) as process:
            await eventually(refused, PATIENCE)
            await asyncio.sleep(5)  # the next look at what editors are shown
            process.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(process.wait(), PATIENCE) == 0
