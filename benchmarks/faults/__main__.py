"""`python -m benchmarks.faults`: does every fault to the real bot, and prints what is promised beside what was seen."""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.faults.cluster import Cluster, cluster
from benchmarks.faults.families import FAULTS
from benchmarks.faults.findings import BOTH, Fault, Findings, Impossible
from benchmarks.faults.stage import open_stage
from tests.databases import create, drop


@dataclass(slots=True)
class Row:
    fault: str
    database: str
    seen: Findings = field(default_factory=Findings)
    trouble: str = ""
    """Why it came to no end."""
    skipped: str = ""
    seconds: float = 0.0

    @property
    def verdict(self) -> str:
        if self.skipped:
            return "skipped"
        return "BROKEN" if self.trouble or self.seen.broken else "ok"

    def figures(self) -> Iterator[tuple[str, float]]:
        place = f"{self.database}.{self.fault}"
        yield f"{place}.ok", int(self.verdict != "BROKEN")
        yield f"{place}.seconds", round(self.seconds, 1)
        for check in self.seen.checks:
            yield f"{place}.{check.name.replace(' ', '_')}", check.seen

    def lines(self) -> Iterator[str]:
        yield f"{self.fault:28}{self.database:12}{self.verdict:8}{self.seconds:6.1f} s"
        if self.skipped or self.trouble:
            yield f"    {self.skipped or self.trouble}"
        for check in self.seen.checks:
            mark = "" if check.holds else "   <- BROKEN"
            yield f"    {check.expected:44} seen {check.seen:g}{mark}"


async def perform(fault: Fault, database: str, *, quick: bool, server: Cluster | None) -> Row:
    row = Row(fault.name, database)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="tagwire-fault-") as folder:
        try:
            await _on_stage(fault, database, Path(folder), row, quick=quick, server=server)
        except Impossible as why:
            row.skipped = str(why)
        except Exception as error:  # a door: the other faults are still to be done
            row.trouble = "".join(traceback.format_exception(error)[-3:]).strip()
            row.trouble += _ends_of_logs(Path(folder))
    row.seconds = time.monotonic() - begun
    return row


@contextmanager
def _disk(folder: Path, *, small: bool) -> Iterator[Path]:
    """`small`: a disk of its own, if we may mount one."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(folder)]
    mounted = small and not subprocess.run(mount, check=False, capture_output=True).returncode
    try:
        yield folder
    finally:
        if mounted:
            subprocess.run(["umount", folder], check=True)


def _ends_of_logs(folder: Path) -> str:
    return "".join(f"\n{log.name}: {log.read_text()[-1500:]}" for log in folder.glob("*.log"))


async def _on_stage(
    fault: Fault, database: str, folder: Path, row: Row, *, quick: bool, server: Cluster | None
) -> None:
    if database == "sqlite":
        with _disk(folder / "disk", small=fault.small_disk) as disk:
            async with open_stage(f"sqlite+aiosqlite:///{disk}/tagwire.db", folder, quick=quick) as stage:
                await fault.act(stage, row.seen)
        return
    if server is None:
        raise Impossible("PostgreSQL's server programs are not installed")
    url = await create(server.url)
    try:
        async with open_stage(url, folder, quick=quick, cluster=server) as stage:
            await fault.act(stage, row.seen)
    finally:
        await drop(url)


def measure(faults: Sequence[Fault], databases: Sequence[str], *, quick: bool) -> Iterator[Row]:
    with ExitStack() as stack:
        server = stack.enter_context(cluster()) if "postgresql" in databases else None
        for fault in faults:
            for database in databases:
                if fault.on(database, quick=quick):
                    yield asyncio.run(perform(fault, database, quick=quick, server=server))


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    faults = [fault for fault in FAULTS if not options.only or fault.name in options.only]
    databases = BOTH if options.database == "both" else (options.database,)
    figures: dict[str, float] = {}
    broken = 0
    for row in measure(faults, databases, quick=options.quick):
        print(*row.lines(), sep="\n", flush=True)
        broken += row.verdict == "BROKEN"
        figures |= dict(row.figures())
    print(f"{broken} broken" if broken else "all as promised")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 1 if broken else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults", description="Every fault, and what is kept.")
    names = [fault.name for fault in FAULTS]
    parser.add_argument("--only", action="append", choices=names, metavar="NAME", help=", ".join(names))
    parser.add_argument("--quick", action="store_true", help="a few minutes instead of a quarter of an hour")
    parser.add_argument("--database", choices=[*BOTH, "both"], default="both")
    parser.add_argument("--json", type=Path, help="write the figures here as one flat object")
    return parser


if __name__ == "__main__":
    sys.exit(main())
