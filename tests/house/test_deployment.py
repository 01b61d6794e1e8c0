"""What is said outside the code about settings and commands is what the code has: compose, systemd, docs."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from typing import Any

import pytest
import yaml

from bot.__main__ import _COMMANDS
from bot.settings import RULES, read
from tests.house.tree import ROOT
from tests.processes import TOKEN

COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
OURS = {name: one for name, one in COMPOSE["services"].items() if one.get("image") == "tagwire"}
HANDBOOK = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def env_file(name: str) -> dict[str, str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if re.match(r"[A-Z]", line))


def test_there_is_a_service_for_each_way_to_run() -> None:
    profiles = {name: one.get("profiles", []) for name, one in COMPOSE["services"].items()}
    assert [name for name, found in profiles.items() if not found] == ["bot"], "SQLite by default"
    assert {"postgres", "processes", "proxy"} == {profile for found in profiles.values() for profile in found}
    alone = [one["environment"]["ROLES"] for one in OURS.values() if "ROLES" in one["environment"]]
    assert sorted(alone) == ["deliver", "ingest", "serve"]


@pytest.mark.parametrize("name", sorted(OURS))
def test_a_service_has_settings_and_a_command_that_exist(name: str) -> None:
    service: dict[str, Any] = OURS[name]
    assert service["command"][0] in _COMMANDS
    environment = {
        key: str(value).replace("${POSTGRES_PASSWORD:-}", "x") for key, value in service["environment"].items()
    }
    assert environment.keys() <= RULES.keys()
    settings = read({"BOT_TOKEN": TOKEN, **environment})
    assert settings.http_host == "0.0.0.0", "other containers reach it"
    assert settings.log_format == "json"


def test_volumes_and_dependencies_exist() -> None:
    for service in COMPOSE["services"].values():
        assert set(service.get("depends_on", ())) <= COMPOSE["services"].keys()
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            assert source in COMPOSE["volumes"] or (ROOT / source).is_file(), volume


def test_the_image_has_settings_and_commands_that_exist() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    [environment] = re.findall(r"^ENV ((?:.*\\\n)*.*)$", text, re.MULTILINE)
    names = {pair.split("=")[0] for pair in shlex.split(environment.replace("\\\n", " "))}
    assert names - {"PATH", "PYTHONUNBUFFERED"} <= RULES.keys()
    assert re.findall(r'^CMD \["(\w+)"', text, re.MULTILINE) == ["run"]
    assert '"healthcheck"]' in text


def test_the_unit_runs_a_command_that_exists() -> None:
    unit = (ROOT / "deploy" / "tagwire.service").read_text(encoding="utf-8")
    assert re.findall(r"^ExecStart=.* -m bot (\w+)$", unit, re.MULTILINE) == ["run"]
    assert "Restart=on-failure\n" in unit
    assert "RestartPreventExitStatus" not in unit, "the network may come up after the bot, which then ends with 2"
    [folder] = re.findall(r"^WorkingDirectory=(.*)$", unit, re.MULTILINE)
    assert f"{folder}/.env" in HANDBOOK


def test_the_proxy_passes_on_what_the_handbook_says() -> None:
    caddy = (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")
    assert set(re.findall(r"\{\$(\w+)\}", caddy)) == COMPOSE["services"]["proxy"]["environment"].keys()
    assert "metrics" not in re.sub(r"#.*", "", caddy)


def test_every_setting_is_documented_with_its_default() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \| (?:`([^`]*)`|–) \|", HANDBOOK, re.MULTILINE)
    assert dict(rows) == {name: rule.default for name, rule in RULES.items()}
    assert env_file(".env.example") == {name: rule.default for name, rule in RULES.items()}


@pytest.mark.parametrize("text", [README, HANDBOOK], ids=["README", "operating"])
def test_every_command_that_is_named_exists(text: str) -> None:
    assert set(re.findall(r"-m bot ([a-z]+)\b", text)) <= _COMMANDS.keys()


def test_every_command_is_in_the_readme() -> None:
    listed = re.findall(r"^\| `([a-z]+)(?: [^|]*)?` \| ", README, re.MULTILINE)
    assert set(listed) == _COMMANDS.keys()


def test_asking_for_health_loads_no_more_than_it_needs() -> None:
    """A container asks twice a minute, on one small machine."""
    loaded = (
        "import sys, bot.__main__; print(*{'sqlalchemy', 'telegram', 'matplotlib', 'alembic'} & sys.modules.keys())"
    )
    assert subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True).stdout == "\n"
