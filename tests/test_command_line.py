"""The command line as an operator meets it: what goes wrong is said at once, all of it, with exit code 2."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import aiohttp
import pytest

from bot.playground import Playground
from tests.processes import PATIENCE, TOKEN, finished, running

UNREACHABLE = "http://127.0.0.1:9"


@pytest.fixture
async def telegram() -> AsyncIterator[Playground]:
    async with Playground(token="700000001:AAPlaygroundTokenForLocalUseOnly123") as playground:
        yield playground


async def test_no_token(tmp_path: Path) -> None:
    ended = await finished("run", folder=tmp_path)
    assert ended.code == 2
    assert "BOT_TOKEN" in ended.err
    assert "BotFather" in ended.err
    assert "Traceback" not in ended.err


async def test_every_problem_at_once(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text("[[source]]\nname = 'x'\n", encoding="utf-8")
    ended = await finished(
        "run",
        folder=tmp_path,
        BOT_TOKEN="nonsense",
        ADMIN_IDS="7, seven",
        SOURCES_FILE="sources.toml",
        SEND_RATE="fast",
    )
    assert ended.code == 2
    for name in ("BOT_TOKEN", "ADMIN_IDS", "SOURCES_FILE", "SEND_RATE"):
        assert name in ended.err
    assert "nonsense" not in ended.err


async def test_wrong_token_and_unreachable_database_together(tmp_path: Path, telegram: Playground) -> None:
    ended = await finished(
        "run",
        folder=tmp_path,
        BOT_TOKEN=TOKEN,
        TELEGRAM_API_URL=telegram.url,
        DATABASE_URL="postgresql://reader:hunter2@127.0.0.1:9/news",
    )
    assert ended.code == 2
    assert "does not know this BOT_TOKEN" in ended.err
    assert "DATABASE_URL" in ended.err
    assert TOKEN not in ended.err
    assert "hunter2" not in ended.err


async def test_unreadable_sources_file(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_bytes(b"\xff\xfe not toml [")
    ended = await finished("run", folder=tmp_path, BOT_TOKEN=TOKEN, SOURCES_FILE="sources.toml")
    assert ended.code == 2
    assert "SOURCES_FILE" in ended.err
    ended = await finished("run", folder=tmp_path, BOT_TOKEN=TOKEN, SOURCES_FILE="none.toml")
    assert ended.code == 2
    assert "none.toml" in ended.err


async def test_telegram_out_of_reach(tmp_path: Path) -> None:
    ended = await finished("run", folder=tmp_path, BOT_TOKEN=TOKEN, TELEGRAM_API_URL=UNREACHABLE)
    assert ended.code == 2
    assert "cannot be reached" in ended.err
    assert TOKEN not in ended.err


@pytest.mark.parametrize("unforeseen", [False, True])
async def test_json_to_the_last_line(tmp_path: Path, telegram: Playground, unforeseen: bool) -> None:
    """Whether a person is to mend it, or nobody knew that it could happen."""
    wanted = {"BOT_TOKEN": telegram.token, "TELEGRAM_API_URL": UNREACHABLE, "LOG_FORMAT": "json", "HTTP_PORT": "0"}
    if unforeseen:
        assert (await finished("migrate", folder=tmp_path)).code == 0
        with closing(sqlite3.connect(tmp_path / "data" / "tagwire.db")) as file:
            file.execute("DROP TABLE process")
        wanted["TELEGRAM_API_URL"] = telegram.url
    ended = await finished("run", folder=tmp_path, **wanted)
    assert ended.code == (1 if unforeseen else 2)
    last = [json.loads(line) for line in ended.err.splitlines()][-1]
    assert last["level"] == "CRITICAL"
    assert ("no such table: process" in last["traceback"]) if unforeseen else ("cannot be reached" in last["message"])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_run_stops_cleanly(tmp_path: Path, telegram: Playground, number: signal.Signals) -> None:
    sources = tmp_path / "sources.toml"
    sources.write_text(f"[[source]]\nid='a'\nname='A'\nlanguage='en'\nfeed='{UNREACHABLE}/rss'\n", encoding="utf-8")
    wanted = {
        "BOT_TOKEN": telegram.token,
        "TELEGRAM_API_URL": telegram.url,
        "SOURCES_FILE": "sources.toml",
        "HTTP_PORT": "0",
    }
    async with running("run", folder=tmp_path, **wanted) as process:
        assert process.stderr
        said = ""
        while "is up" not in said:
            said = (await asyncio.wait_for(process.stderr.readline(), PATIENCE)).decode()
        health = re.search(r"http://\S+/healthz", said)
        assert health
        assert (await finished("healthcheck", folder=tmp_path, HTTP_PORT="9")).code == 1
        port = health[0].split(":")[2].partition("/")[0]
        assert (await finished("healthcheck", folder=tmp_path, HTTP_PORT=port)).code == 0
        process.send_signal(number)
        await asyncio.wait_for(process.wait(), 8)
        assert process.returncode == 0


async def test_play_alone_is_a_telegram_for_any_client(tmp_path: Path) -> None:
    async with running("play", "--no-bot", "--port", "0", folder=tmp_path, BOT_TOKEN="ignored") as process:
        assert process.stdout
        url = re.search(r"http://\S+", (await asyncio.wait_for(process.stdout.readline(), PATIENCE)).decode())
        assert url
        async with aiohttp.ClientSession() as session:
            async with session.get(f"{url[0]}/bot{TOKEN}X/getMe") as answer:
                assert answer.status == 401 or (await answer.json())["result"]["is_bot"]
            async with session.get(f"{url[0]}/") as page:
                assert "Tagwire" in await page.text()
        process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.wait(), 8)
        assert process.returncode == 0


async def test_play_runs_the_bot_and_keeps_its_folder(tmp_path: Path) -> None:
    async with running("play", "--port", "0", "--dir", str(tmp_path / "kept"), folder=tmp_path) as process:
        assert process.stderr
        while b"is up with 3 sources" not in await asyncio.wait_for(process.stderr.readline(), PATIENCE):
            pass
        process.send_signal(signal.SIGINT)
        await asyncio.wait_for(process.wait(), 8)
        assert process.returncode == 0
    assert (tmp_path / "kept" / "tagwire.db").exists()


async def test_play_says_when_its_port_is_taken(tmp_path: Path, telegram: Playground) -> None:
    port = telegram.url.rsplit(":", 1)[1]
    ended = await finished("play", "--port", port, folder=tmp_path)
    assert ended.code == 2
    assert "--port" in ended.err


async def test_migrate_then_backup(tmp_path: Path) -> None:
    assert (await finished("backup", "copy.db", folder=tmp_path)).code == 2
    assert (await finished("migrate", folder=tmp_path)).code == 0
    assert (await finished("backup", "copy.db", folder=tmp_path)).code == 0
    with sqlite3.connect(tmp_path / "copy.db") as copy:
        assert copy.execute("SELECT count(*) FROM article").fetchone() == (0,)
    copy.close()
    again = await finished("backup", "copy.db", folder=tmp_path)
    assert again.code == 2
    assert "exists already" in again.err


async def test_doctor_says_what_is_wrong(tmp_path: Path, telegram: Playground) -> None:
    sources = tmp_path / "sources.toml"
    sources.write_text(f"[[source]]\nid='a'\nname='A'\nlanguage='en'\nfeed='{UNREACHABLE}/rss'\n", encoding="utf-8")
    wanted = {"BOT_TOKEN": telegram.token, "TELEGRAM_API_URL": telegram.url, "SOURCES_FILE": "sources.toml"}
    ended = await finished("doctor", folder=tmp_path, **wanted)
    assert ended.code == 1
    assert "ok  token: @" in ended.out
    assert "ok  database" in ended.out
    assert "BAD source a" in ended.out


@pytest.mark.parametrize("wrong", [("--port", "99999"), ("--port", "-1"), ("--dir", "file"), ("--dir", "file/below")])
async def test_play_refuses_what_it_cannot_use(tmp_path: Path, wrong: tuple[str, str]) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    ended = await finished("play", *wrong, folder=tmp_path)
    assert ended.code == 2
    assert wrong[0] in ended.err
    assert "Traceback" not in ended.err


async def test_each_problem_of_the_sources_has_one_bullet(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text("[[source]]\nid='a'\n", encoding="utf-8")
    ended = await finished("run", folder=tmp_path, BOT_TOKEN=TOKEN, SOURCES_FILE="sources.toml")
    assert ended.code == 2
    bullets = ended.err.splitlines()[1:]
    assert len(bullets) > 1
    assert all(line.startswith("  - SOURCES_FILE: sources.toml: source 'a'") for line in bullets)


async def test_a_dotenv_of_another_encoding(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"BOT_TOKEN={TOKEN}", encoding="utf-16")
    ended = await finished("run", folder=tmp_path)
    assert ended.code == 2
    assert ".env" in ended.err
    assert "Traceback" not in ended.err


@pytest.mark.parametrize("obstacle", ["sources.toml", "tagwire.db"])
async def test_play_blames_its_port_for_nothing_else(tmp_path: Path, obstacle: str) -> None:
    (tmp_path / "kept" / obstacle).mkdir(parents=True)
    ended = await finished("play", "--port", "0", "--dir", "kept", folder=tmp_path)
    assert ended.code == 2
    assert "kept" in ended.err
    assert "--port" not in ended.err
    assert "Traceback" not in ended.err
