"""The wheel is whole: it installs into an empty folder and runs from there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.house.tree import ROOT
from tests.processes import environment, running

FILES = ("locales/uk.po", "sources/catalogue.toml", "playground/page/index.html", "playground/publisher/plan.toml")


def python(*args: str, folder: Path, **wanted: str) -> str:
    ended = subprocess.run(
        [sys.executable, *args], cwd=folder, env=environment(wanted), capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


async def test_the_wheel_runs(tmp_path: Path) -> None:
    python("-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT), folder=tmp_path)
    [wheel] = tmp_path.glob("tagwire-*.whl")
    installed = tmp_path / "installed"
    python("-m", "pip", "install", "-q", "--no-deps", "--target", str(installed), str(wheel), folder=tmp_path)
    for file in FILES:
        assert (installed / "bot" / file).is_file(), file
    assert not (installed / "tests").exists()

    empty = tmp_path / "empty"
    empty.mkdir()
    wanted = {"PYTHONPATH": str(installed)}
    where = python("-c", "import bot; print(bot.__file__)", folder=empty, **wanted)
    assert str(installed) in where
    async with running("play", "--port", "0", folder=empty, **wanted) as process:
        assert process.stderr
        while b"is up with 3 sources" not in await process.stderr.readline():
            assert process.returncode is None
