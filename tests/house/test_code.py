"""The numbers and habits of the house (DESIGN §2)."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.house.tree import BOT, ROOT, functions, imported, python_files

FILE_MAX, FUNCTION_MAX = 300, 40

OWNERS = {
    "telegram": {"gateway"},
    "sqlalchemy": {"store"},
    "alembic": {"store"},
    "aiosqlite": {"store"},
    "asyncpg": {"store"},
    "aiohttp": {"sources", "gateway", "web", "playground"},
    "lxml": {"sources"},
    "feedparser": {"sources"},
    "fastfeedparser": {"sources"},
    "trafilatura": {"sources"},
    "snowballstemmer": {"enrich"},
    "babel": {"locales"},
    "gettext": {"locales"},
    "dotenv": {"settings.py"},
    "markupsafe": {"views"},
    "matplotlib": {"charts"},
    "prometheus_client": {"web"},
}
"""Outside library → the rooms that may import it."""

MIGRATIONS = BOT / "store" / "migrations"
"""Scripts that Alembic runs, a long list of tables each."""

EVERYWHERE = [file for file in python_files(BOT, ROOT / "tests", ROOT / "benchmarks") if MIGRATIONS not in file.parents]
MODULES = [file for file in EVERYWHERE if BOT in file.parents]


def room(file: Path) -> str:
    return file.relative_to(BOT).parts[0]


@pytest.mark.parametrize("file", EVERYWHERE, ids=lambda file: str(file.relative_to(ROOT)))
def test_files_and_functions_stay_small(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= FILE_MAX
    for function in functions(file):
        assert (function.end_lineno or 0) - function.lineno < FUNCTION_MAX, function.name


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(BOT)))
def test_each_library_has_its_owner(file: Path) -> None:
    strangers = {name for name in imported(file) if name in OWNERS and room(file) not in OWNERS[name]}
    assert not strangers


def test_only_settings_and_the_command_line_read_the_environment() -> None:
    readers = {room(file) for file in python_files(BOT) if re.search(r"os\.environ|getenv", file.read_text("utf-8"))}
    assert readers <= {"settings.py", "__main__.py"}


def test_only_doors_catch_everything() -> None:
    for file in python_files(BOT):
        for line in file.read_text(encoding="utf-8").splitlines():
            if re.search(r"except (Exception|BaseException)\b|except:", line):
                assert re.search(r"#.*\bdoor\b", line), f"{file}: {line.strip()}"


def test_nothing_is_patched() -> None:
    for file in python_files(ROOT / "tests"):
        assert "unittest" + ".mock" not in file.read_text(encoding="utf-8"), file


def test_nothing_happens_on_import() -> None:
    """Modules define. (An Index that stands below its table is a definition too.)"""
    for file in MODULES:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        calls = [
            ast.unparse(n.value.func)
            for n in tree.body
            if isinstance(n, ast.Expr) and isinstance(n.value, ast.Call) and ast.unparse(n.value.func) != "Index"
        ]
        loops = [n for n in tree.body if isinstance(n, ast.For | ast.While | ast.With)]
        assert not calls, file
        assert not loops, file
