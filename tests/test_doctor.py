"""The doctor finds each thing that may be wrong, says what to do, and changes nothing."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import doctor
from bot.gateway.checkup import Checkup
from bot.news.article import Source
from bot.playground import Playground
from bot.sources import catalogue
from bot.store import StoreUnavailable, migrate, open_database, sources
from bot.store.checkup import look_at
from bot.store.sources import State
from tests.people import Telegram
from tests.processes import environ, running, up

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
WELL = Checkup("", 0, "", None, timedelta(0))
HOOK = "https://bot.example/secret-path"


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    async with Playground() as opened:
        yield opened


async def findings(wanted: dict[str, str], folder: Path) -> dict[str, doctor.Finding]:
    settled = wanted | {"SOURCES_FILE": str(folder / "sources.toml")}
    return {found.what: found for found in await doctor.examine(settled)}


async def test_it_makes_no_database(playground: Playground, tmp_path: Path) -> None:
    found = await findings(environ(playground, tmp_path), tmp_path)
    assert found["database"].well
    assert "first start makes" in found["database"].said
    assert found["token"].well
    assert found["clock"].well
    assert found["inline mode"].said.startswith("on")
    assert found["updates"].said == "fetched by polling; 0 wait"
    assert "no bot runs here" in found["process"].said
    assert not found["source a"].well
    assert not (tmp_path / "tagwire.db").exists()


async def test_it_looks_at_what_editors_added_and_not_at_what_they_paused(
    playground: Playground, tmp_path: Path
) -> None:
    wanted = environ(playground, tmp_path, FETCH_ALLOW_PRIVATE="0")
    url = f"sqlite+aiosqlite:///{tmp_path / 'tagwire.db'}"
    await migrate(url)
    async with open_database(url) as db, db.write() as tx:
        await sources.take_list(tx, catalogue.load(tmp_path / "sources.toml"), NOW)
        [number] = await sources.offer(tx, [Source("b", "B", "en", "http://127.0.0.1:9/b")], NOW)
        await sources.add(tx, number)
        assert await sources.turn(tx, (await sources.known(tx))[0].number, to=State.PAUSED, was=[State.ON])
    found = await findings(wanted, tmp_path)
    assert [what for what in found if what.startswith("source")] == ["source b"]
    assert not found["source b"].well


async def test_it_looks_at_a_running_bot(playground: Playground, tmp_path: Path) -> None:
    wanted = environ(playground, tmp_path)
    async with running("run", folder=tmp_path, **wanted):
        await up(wanted)
        found = await findings(wanted, tmp_path)
    assert found["process"].said == "a bot runs here and is well"
    assert found["database"].said.endswith("up to date")


async def test_a_webhook_of_somebody_else_is_told(playground: Playground, tmp_path: Path) -> None:
    wanted = environ(playground, tmp_path)
    async with Telegram(playground.url) as telegram:
        async with telegram._opened().post(
            f"{playground.url}/bot{playground.token}/setWebhook", json={"url": "https://localhost:9/secret-path"}
        ) as answer:
            assert answer.status == 200
        found = await findings(wanted, tmp_path)
    assert not found["updates"].well
    assert "localhost" in found["updates"].said
    assert "secret-path" not in found["updates"].said


async def test_a_port_that_is_taken_is_told(playground: Playground, tmp_path: Path) -> None:
    port = playground.url.rsplit(":", 1)[1]
    found = await findings(environ(playground, tmp_path, HTTP_PORT=port), tmp_path)
    assert not found["process"].well


@pytest.mark.parametrize(
    ("found", "ours", "well", "said"),
    [
        (WELL, "", True, "polling"),
        (WELL, HOOK, True, "next start sets"),
        (Checkup(HOOK, 3, "", None, timedelta(0)), HOOK, True, "bot.example; 3 wait"),
        (Checkup(HOOK, 3, "", None, timedelta(0)), "", False, "takes them back"),
        (Checkup(HOOK, 3, "403 Forbidden", NOW - timedelta(minutes=5), timedelta(0)), HOOK, False, "WEBHOOK_SECRET"),
        (Checkup(HOOK, 3, "403 Forbidden", NOW - timedelta(days=5), timedelta(0)), HOOK, True, "brought"),
    ],
)
def test_where_updates_go(found: Checkup, ours: str, well: bool, said: str) -> None:
    told = doctor.updates(found, ours, NOW)
    assert (told.well, said in told.said, "secret-path" in told.said) == (well, True, False)


def test_a_name_that_is_mistyped_is_told() -> None:
    environ = {"ADMIN_ID": "7", "bot_token": "x", "LOGLEVEL": "INFO", "BOT_TOKEN_FILE": "x", "POSTGRES_PASSWORD": "x"}
    told = [("ADMIN_ID", "ADMIN_IDS"), ("LOGLEVEL", "LOG_LEVEL"), ("bot_token", "BOT_TOKEN")]
    assert doctor.mistyped(environ | dict.fromkeys(("PATH", "HOME", "TZ", "HOSTNAME", "BOT_HOST"), "x")) == told


@pytest.mark.parametrize(("seconds", "well"), [(0, True), (-3, True), (90, False), (-90, False)])
def test_a_clock_that_is_wrong_is_told(seconds: int, well: bool) -> None:
    told = doctor.clock(Checkup("", 0, "", None, timedelta(seconds=seconds)))
    assert told.well is well
    assert well or ("ahead" if seconds > 0 else "behind") in told.said


async def test_a_database_is_looked_at_and_left_alone(empty_url: str) -> None:
    assert (await look_at(empty_url)).version is None
    assert (await look_at(empty_url)).version is None, "no table was made"
    await migrate(empty_url)
    assert (await look_at(empty_url)).behind == 0


@pytest.mark.parametrize(("version", "said"), [("0999", "newer version"), (None, "")])
async def test_the_version_of_a_file(tmp_path: Path, sqlite_template: Path, version: str | None, said: str) -> None:
    path = tmp_path / "tagwire.db"
    shutil.copy(sqlite_template, path)
    url = f"sqlite+aiosqlite:///{path}"
    with closing(sqlite3.connect(path)) as file, file:
        if version:
            file.execute("UPDATE alembic_version SET version_num = ?", (version,))
    if said:
        with pytest.raises(StoreUnavailable, match=said):
            await look_at(url)
    else:
        assert (await look_at(url)).behind == 0


async def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "tagwire.db").write_text("hello, this is no database" * 100, encoding="utf-8")
    with pytest.raises(StoreUnavailable, match="not a database"):
        await look_at(f"sqlite+aiosqlite:///{tmp_path / 'tagwire.db'}")


async def test_inline_mode_that_is_off_is_told_with_what_to_do(playground: Playground, tmp_path: Path) -> None:
    async with Telegram(playground.url) as telegram:
        await telegram.switches(inline=False)
    found = await findings(environ(playground, tmp_path), tmp_path)
    assert found["inline mode"].well  # nothing is broken
    assert "/setinline to @BotFather" in found["inline mode"].said
