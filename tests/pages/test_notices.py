"""A broadcast that Telegram takes for no chat: the editor learns it once, also across a restart."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from bot.desk.broadcast import EVERYONE
from bot.news.alert import Alert
from bot.news.delivery import AnnouncementKind
from bot.playground import Playground
from bot.settings import read
from bot.store import announcements, open_database
from tests.newsroom import running
from tests.people import Telegram

REFUSAL = "Bad Request: can't parse entities: unsupported start tag"


async def test_the_editor_learns_once_what_was_stopped(tmp_path: Path) -> None:
    sources = tmp_path / "sources.toml"
    async with Playground() as playground, Telegram(playground.url) as telegram:
        sources.write_text(f"[[source]]\nid='t'\nname='T'\nlanguage='en'\nfeed='{playground.url}/nothing'\n")
        environ = {
            "BOT_TOKEN": playground.token,
            "ADMIN_IDS": str(playground.editor_id),
            "DATABASE_URL": f"sqlite:///{tmp_path / 'tagwire.db'}",
            "TELEGRAM_API_URL": playground.url,
            "SOURCES_FILE": str(sources),
            "HTTP_PORT": "0",
        }
        editor = await telegram.editor()
        async with running(environ):
            await editor.sees("", after=await editor.says("/start"))
            async with open_database(read(environ).database_url.reveal()) as db, db.write() as tx:
                poison = await announcements.announce(
                    tx,
                    kind=AnnouncementKind.ALERT,
                    audience=EVERYONE,
                    alert=Alert({"": "Storm"}),
                    now=datetime.now(UTC),
                )
                await announcements.quarantine(tx, poison, REFUSAL)
            await telegram.fault("429", seconds=1, method="sendMessage")
            told = await editor.sees("Розсилку зупинено", within=20)
            assert "Storm" in told["text"]
            assert REFUSAL in told["text"]
        async with running(environ):
            await editor.sees("", after=await editor.says("/start"))
            await asyncio.sleep(3)
        assert len([m for m in await editor.messages() if "Розсилку зупинено" in m.get("text", "")]) == 1
