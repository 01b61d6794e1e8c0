"""A PostgreSQL server of one's own that may be stopped, broken off and started again. It keeps what it was told."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cluster:
    programs: Path
    folder: Path
    person: str | None
    """Who runs it: PostgreSQL refuses root."""
    port: int
    password: str = field(repr=False)

    @property
    def url(self) -> str:
        return f"postgresql+asyncpg://tagwire:{self.password}@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        options = f"-h 127.0.0.1 -p {self.port} -k {self.folder}"
        self._run("pg_ctl", "-D", "db", "-l", "log", "-w", "-o", options, "start")

    def stop(self, mode: str = "fast") -> None:
        """`immediate`: as if the power failed."""
        self._run("pg_ctl", "-D", "db", "-w", "-m", mode, "stop")

    def make(self) -> None:
        access = ["-U", "tagwire", "-A", "password", "--pwfile", "password"]
        self._run("initdb", "-D", "db", *access, "-E", "UTF8", "--locale=C", "-N")

    def _run(self, program: str, *arguments: str) -> None:
        # Not captured: the server keeps what it inherits open.
        with (self.folder / "said").open("a") as said:
            subprocess.run(
                [self.programs / program, *arguments],
                check=True,
                cwd=self.folder,
                stdout=said,
                stderr=said,
                user=self.person,
                extra_groups=[] if self.person else None,
            )


@contextmanager
def cluster() -> Iterator[Cluster | None]:
    """A running server in a folder that goes with it; None where PostgreSQL is not installed."""
    programs = _programs()
    if programs is None:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="tagwire-faults-"))
    made = Cluster(programs, folder, _person(), _free_port(), secrets.token_hex(8))
    try:
        (folder / "password").write_text(made.password)
        if made.person:
            for path in (folder, folder / "password"):
                shutil.chown(path, made.person)
        made.make()
        made.start()
        yield made
        made.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path | None:
    """The folder with the server's programs, the newest version first."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    on_path = [Path(folder) for folder in os.get_exec_path()]
    return next((one for one in [*versions, *on_path] if all((one / x).exists() for x in ("initdb", "pg_ctl"))), None)


def _person() -> str | None:
    if os.geteuid():
        return None
    known = {account.pw_name for account in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in known), None)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
