"""The environment: everything wrong in one message, secrets hidden, `.env.example` equal to the rules."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from dotenv import dotenv_values
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import RULES, SettingsError, environment, read
from tests.house.tree import ROOT

TOKEN = "123456789:AAFakeTokenForTestsOnly-0123456789abc"


def test_defaults_are_enough_beside_a_token() -> None:
    settings = read({"BOT_TOKEN": TOKEN})
    assert settings.bot_token.reveal() == TOKEN
    assert settings.database_url.reveal() == "sqlite+aiosqlite:///data/tagwire.db"
    assert settings.roles == {"ingest", "serve", "deliver"}
    assert settings.send_rate == 30


def test_every_problem_stands_in_one_message(tmp_path: Path) -> None:
    environ = {
        "ADMIN_IDS": "1, x",
        "DATABASE_URL": "mysql://a",
        "SEND_RATE": "many",
        "TIMEZONE": "Mars/Olympus",
        "SOURCES_FILE": str(tmp_path / "none.toml"),
        "ROLES": "cook",
    }
    with pytest.raises(SettingsError) as problem:
        read(environ)
    named = {line.partition(":")[0] for line in str(problem.value).splitlines()}
    assert set(environ) <= named


def test_a_missing_token_says_where_to_get_one() -> None:
    with pytest.raises(SettingsError, match="BotFather"):
        read({})
    assert not read({}, token_required=False).bot_token


@pytest.mark.parametrize("token", ["hello", "123:short", "no digits:AAFakeTokenForTestsOnly-0123456789abc"])
def test_a_mistyped_token_is_refused_without_being_shown(token: str) -> None:
    with pytest.raises(SettingsError) as problem:
        read({"BOT_TOKEN": token})
    assert token not in str(problem.value)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+asyncpg"])
def test_postgresql_gets_its_async_driver(scheme: str) -> None:
    settings = read({"BOT_TOKEN": TOKEN, "DATABASE_URL": f"{scheme}://a:b@c/d"})
    assert settings.database_url.reveal() == "postgresql+asyncpg://a:b@c/d"


def test_secrets_come_from_files(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(TOKEN + "\n", encoding="utf-8")
    assert read({"BOT_TOKEN_FILE": str(file)}).bot_token.reveal() == TOKEN
    with pytest.raises(SettingsError, match="BOT_TOKEN_FILE"):
        read({"BOT_TOKEN_FILE": str(tmp_path / "none")})


def test_secrets_never_show() -> None:
    url = "postgresql://me:hunter2@db/news"
    shown = repr(read({"BOT_TOKEN": TOKEN, "DATABASE_URL": url}))
    assert TOKEN not in shown
    assert "hunter2" not in shown


def test_a_webhook_needs_its_secret() -> None:
    with pytest.raises(SettingsError, match="WEBHOOK_SECRET"):
        read({"BOT_TOKEN": TOKEN, "WEBHOOK_URL": "https://example.org/hook"})


def test_more_than_the_free_rate_must_be_paid_for() -> None:
    with pytest.raises(SettingsError, match="SEND_RATE"):
        read({"BOT_TOKEN": TOKEN, "SEND_RATE": "31"})
    assert read({"BOT_TOKEN": TOKEN, "SEND_RATE": "1000", "PAID_BROADCAST": "1"}).send_rate == 1000


@given(st.sets(st.integers(1, 10**15)), st.sampled_from([",", " ", ", ", ";"]))
def test_admin_ids_come_in_any_list(ids: set[int], separator: str) -> None:
    assert read({"BOT_TOKEN": TOKEN, "ADMIN_IDS": separator.join(map(str, ids))}).admin_ids == ids


@given(st.dictionaries(st.sampled_from(sorted(RULES)), st.text(max_size=30)))
def test_no_text_raises_anything_else(environ: dict[str, str]) -> None:
    with suppress(SettingsError):
        read(environ)


def test_the_process_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("LOG_LEVEL=DEBUG\nSEND_RATE=5\n", encoding="utf-8")
    assert environment({"SEND_RATE": "7"}, file) == {"LOG_LEVEL": "DEBUG", "SEND_RATE": "7"}


def test_the_example_equals_the_rules() -> None:
    example = dotenv_values(ROOT / ".env.example")
    assert {name: value or "" for name, value in example.items()} == {
        name: rule.default for name, rule in RULES.items()
    }


def test_what_is_missing_is_named_beside_what_is_wrong() -> None:
    with pytest.raises(SettingsError) as problem:
        read({"ADMIN_IDS": "abc", "SEND_RATE": "31", "WEBHOOK_URL": "https://example.org/hook"})
    named = [line.partition(":")[0] for line in str(problem.value).splitlines()]
    assert sorted(named) == ["ADMIN_IDS", "BOT_TOKEN", "SEND_RATE", "WEBHOOK_SECRET"]


def test_a_dotenv_that_is_no_text_is_said_kindly(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="UTF-8"):
        environment({}, file)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WEBHOOK_URL", "https://"),
        ("WEBHOOK_URL", "http://example.org/"),
        ("WEBHOOK_URL", "https://:443/"),
        ("WEBHOOK_URL", "https://example.org:abc/"),
        ("WEBHOOK_URL", "https://example.org/{hook"),
        ("HTTP_HOST", "[::1]"),
        ("HTTP_HOST", "http://127.0.0.1"),
        ("TELEGRAM_API_URL", "http://127.0.0.1:abc"),
        ("TELEGRAM_API_URL", "http://127.0.0.1:99999"),
        ("TELEGRAM_API_URL", "http://[::1"),
        ("TELEGRAM_API_URL", "http://me:hunter2@127.0.0.1:abc"),
        ("TELEGRAM_API_URL", "http://me:hunter2@127.0.0.1"),
    ],
)
def test_addresses_that_cannot_be_used_are_refused_unseen(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name) as problem:
        read({"BOT_TOKEN": TOKEN, "WEBHOOK_SECRET": "s3cret-s3cret-s3cret", name: value})
    assert "hunter2" not in str(problem.value)


def test_what_is_wrong_by_itself_is_named_once() -> None:
    wrong = {"BOT_TOKEN": "x", "SEND_RATE": "x", "WEBHOOK_URL": "http://example.org", "WEBHOOK_SECRET": "a b"}
    with pytest.raises(SettingsError) as problem:
        read(wrong)
    assert [line.partition(":")[0] for line in str(problem.value).splitlines()] == list(wrong)


def test_a_sources_file_has_a_line_for_each_problem(tmp_path: Path) -> None:
    file = tmp_path / "sources.toml"
    file.write_text("[[source]]\nid='a'\n[[source]]\nid='b'\n", encoding="utf-8")
    with pytest.raises(SettingsError) as problem:
        read({"BOT_TOKEN": TOKEN, "SOURCES_FILE": str(file)})
    lines = str(problem.value).splitlines()
    assert len(lines) > 1
    assert all(line.startswith(f"SOURCES_FILE: {file}: source ") for line in lines)
