"""Real databases for tests: a SQLite file, and a PostgreSQL server found by TEST_DATABASE_URL or on this machine.

`db` is an open, migrated and empty database, once of each kind; `database_url` is its address. Where there is no
PostgreSQL, its half of the tests skips and says why.
"""

from __future__ import annotations

import asyncio
import getpass
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import pytest
from sqlalchemy import URL, make_url

from bot.store import Database, migrate, open_database

T = TypeVar("T")

KINDS = ("sqlite", "postgresql")
PATIENCE = 30.0
"""Seconds that a server may take to start."""


def _without(reason: str) -> NoReturn:
    """Skips and says why; where REQUIRE_POSTGRESQL is set, as in CI, it fails."""
    if os.environ.get("REQUIRE_POSTGRESQL"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def database_url(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """A migrated and empty database of the test's own."""
    if kind == "sqlite":
        path = tmp_path / "tagwire.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite+aiosqlite:///{path}"
        return
    server, template = request.getfixturevalue("postgresql_template")
    url = await create(server, template)
    yield url
    await drop(url)


@pytest.fixture
async def empty_url(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """A database without a table."""
    if kind == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}"
        return
    url = await create(request.getfixturevalue("postgresql_server"))
    yield url
    await drop(url)


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    async with open_database(database_url) as opened:
        yield opened


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    _run(migrate(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str) -> Iterator[tuple[str, str]]:
    """The server's address, and the name of a migrated database on it."""
    url = _run(create(postgresql_server))
    _run(migrate(url))
    yield postgresql_server, str(make_url(url).database)
    _run(drop(url))


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a server on which tests may make databases."""
    if find_spec("asyncpg") is None:
        _without("no PostgreSQL: asyncpg is not installed")
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield _shown(make_url(given).set(drivername="postgresql+asyncpg"))
        return
    with _cluster() as url:
        yield url


async def create(server: str, template: str = "template1") -> str:
    name = f"tagwire_{secrets.token_hex(6)}"
    await _order(server, f'CREATE DATABASE {name} TEMPLATE "{template}"')
    return _shown(make_url(server).set(database=name))


async def drop(url: str) -> None:
    where = make_url(url)
    await _order(_shown(where.set(database="postgres")), f"DROP DATABASE IF EXISTS {where.database} WITH (FORCE)")


async def _order(server: str, statement: str) -> None:
    import asyncpg

    connection = await asyncpg.connect(_shown(make_url(server).set(drivername="postgresql")))
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@contextmanager
def _cluster() -> Iterator[str]:
    """A private server on loopback, in a folder that goes with it; not durable, and so quick."""
    programs = _programs()
    if programs is None:
        _without("no PostgreSQL: initdb and postgres are not on this machine, and TEST_DATABASE_URL is not set")
    folder = Path(tempfile.mkdtemp(prefix="tagwire-pg-", dir=_roomy()))
    try:
        with _server(programs, folder) as url:
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _server(programs: Path, folder: Path) -> Iterator[str]:
    password, port, person = secrets.token_hex(8), _free_port(), _person()
    (folder / "password").write_text(password)
    if person:
        for path in (folder, folder / "password"):
            shutil.chown(path, **person)
    borrowed: dict[str, Any] = {**person, "extra_groups": []} if person else {}
    init = f"-D {folder}/db -U tagwire -A password --pwfile {folder}/password -E UTF8 --locale=C -N"
    made = subprocess.run(
        [programs / "initdb", *init.split()], check=False, capture_output=True, text=True, cwd=folder, **borrowed
    )
    if made.returncode:
        _without(f"no PostgreSQL: initdb failed: {made.stderr.strip()[-300:]}")
    run = f"-D {folder}/db -h 127.0.0.1 -p {port} -k {folder} -c fsync=off -c synchronous_commit=off"
    with (folder / "log").open("w") as log:
        server = subprocess.Popen([programs / "postgres", *run.split()], stdout=log, stderr=log, cwd=folder, **borrowed)
        try:
            _await_start(server, port, folder / "log")
            yield f"postgresql+asyncpg://tagwire:{password}@127.0.0.1:{port}/postgres"
        finally:
            server.terminate()
            try:
                server.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _roomy() -> str:
    """Memory where there is enough of it: a database is made in a fifth of the time."""
    memory = Path("/dev/shm")
    return str(memory if memory.is_dir() and shutil.disk_usage(memory).free > 2**30 else Path("/tmp"))


def _programs() -> Path | None:
    """The folder with initdb and postgres, the newest version first."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    on_path = [Path(folder) for folder in os.get_exec_path()]
    return next((one for one in [*versions, *on_path] if all((one / x).exists() for x in ("initdb", "postgres"))), None)


def _person() -> dict[str, str]:
    """Who runs the server: PostgreSQL refuses root, so root borrows an account that has no rights."""
    import grp
    import pwd

    if getpass.getuser() != "root" and os.geteuid():
        return {}
    known = {account.pw_name: account.pw_gid for account in pwd.getpwall()}
    name = next((one for one in ("postgres", "nobody") if one in known), None)
    if name is None:
        _without("no PostgreSQL: it refuses to run as root, and there is no other account")
    return {"user": name, "group": grp.getgrgid(known[name]).gr_name}


def _await_start(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        with socket.socket() as probe:
            if not probe.connect_ex(("127.0.0.1", port)) and "ready to accept connections" in log.read_text():
                return
        time.sleep(0.02)
    _without(f"no PostgreSQL: the server did not start: {log.read_text().strip()[-300:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _shown(url: URL) -> str:
    return url.render_as_string(hide_password=False)


def _run(coroutine: Coroutine[Any, Any, T]) -> T:
    """In a thread of its own: a fixture of the whole session may first be asked for within a test's loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()
