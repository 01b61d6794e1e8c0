"""What newcomers are told is so."""

from __future__ import annotations

import re

import pytest

from bot.pages.conversation import COMMANDS
from bot.settings import RULES
from tests.house.tree import ROOT

GUIDES = ("README.md", "CONTRIBUTING.md", "docs/design.md")


@pytest.mark.parametrize("guide", GUIDES)
def test_every_file_that_is_named_is_there(guide: str) -> None:
    told = (ROOT / guide).read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:bot|tests|docs|benchmarks)/[\w/.]+)`", told))
    named |= {f"bot/{name}" for name in re.findall(r"`((?:store|desk|gateway|news|enrich|pages|views)/\w+\.py)`", told)}
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_every_command_is_in_the_readme() -> None:
    told = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if not re.search(rf"/{name}\b", told)] == []


def test_every_setting_is_in_the_example() -> None:
    told = (ROOT / ".env.example").read_text(encoding="utf-8")
    written = dict(line.split("=", 1) for line in told.splitlines() if line and line[0] != "#")
    assert written == {name: rule.default for name, rule in RULES.items()}


def test_the_names_that_contributors_look_for_are_there() -> None:
    told = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    found = re.findall(r"`([A-Z]{4,})` of\s+`([\w/.]+)`", told)
    assert len(found) >= 4
    for name, file in found:
        assert re.search(rf"^{name}\b", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE), (name, file)
